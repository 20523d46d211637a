// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportsReaderTest {
  private static final String DATABASE =
      """
      relation: sales
      columns: [id, sold_date]
      personal: mask
      postgresql:
        url: ${URL}
        user: shop
        password: ${PASSWORD}
        table: reporting.sales
        key: [id]
      """;

  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void make() {
    folder = new TestFolder(root);
  }

  @Test
  void readsWhatAnExportSays() {
    folder
        .write("exports/db.yaml", DATABASE)
        .write("exports/file.yaml", "relation: files\nfile: {path: '/out/${DAY}.csv'}\n")
        .write("exports/lake.yaml", "relation: sales\nfolder: {path: s3a://b/f, format: csv}\n")
        .write("exports/look.yaml", "relation: quarantine\nconsole: {}\n");
    List<Export> exports = folder.load().exports();
    assertThat(exports).extracting(Export::name).containsExactly("db", "file", "lake", "look");
    Export first = exports.get(0);
    assertThat(first.columns()).containsExactly("id", "sold_date");
    assertThat(first.personal()).isEqualTo(Optional.of(Export.Personal.MASK));
    assertThat(first.destination().key()).containsExactly("id");
    assertThat(exports.get(3).destination()).isEqualTo(new Destination.Console(20));
  }

  @Test
  void looksUpVariablesOnlyWhereTheyAreUsed() {
    folder.write("exports/db.yaml", DATABASE);
    Export unknown = folder.load().exports().get(0);
    assertThatThrownBy(unknown::definition)
        .isInstanceOf(Problem.class)
        .hasMessage(
            "Cannot use url in exports/db.yaml: it names ${URL}, an environment variable that is"
                + " not set; set it");
    assertThat(unknown.toString()).contains("${PASSWORD}");

    String one = definition(Map.of("URL", "jdbc:postgresql://a/b?user=x"));
    assertThat(one).isEqualTo(definition(Map.of("URL", "jdbc:postgresql://a/b", "PASSWORD", "p")));
    assertThat(one).isNotEqualTo(definition(Map.of("URL", "jdbc:postgresql://other/b")));
    assertThat(folder.load(Map.of("URL", "x")).sqlHash()).isEqualTo(folder.load().sqlHash());
  }

  @Test
  void tellsEveryMistakeWithItsPlace() {
    folder
        .write(
            "exports/db.yaml",
            """
            relation: sails
            personal: hide
            colums: [id]
            postgresql:
              url: jdbc:postgresql://a/b?password=secret
              password: secret
              table: a.b.c
            """)
        .write("exports/both.yaml", "relation: sales\nconsole: {}\nfile: {path: x.csv}\n")
        .write("exports/none.yaml", "relation: sales\n")
        .write(
            "exports/topic.yaml",
            """
            relation: sales
            kafka: {topic: .out, bootstrap-servers: here, transaction-timeout: 0, acks: 1}
            """)
        .write("exports/Upper.yaml", "relation: sales\nfile: {path: x.txt}\n")
        .write("exports/torn.yaml", "relation: [\n")
        .write("exports/daily.yml", "relation: sales\n");
    assertThat(folder.findings())
        .containsExactlyInAnyOrder(
            "exports/daily.yml: found a file that nothing reads; allowed: <export>.yaml in exports/"
                + " itself",
            "exports/Upper.yaml: found the file name 'Upper.yaml'; allowed: a name of a-z, 0-9 and"
                + " _ that starts with a letter",
            "exports/Upper.yaml, line 2, column 14: file.path: found 'x.txt'; allowed: a path that"
                + " ends with .csv",
            "exports/both.yaml, line 2, column 10: console: found the key beside file; allowed: one"
                + " of postgresql, kafka, folder, file, console",
            "exports/db.yaml, line 3, column 1: colums: found an unknown key (did you mean"
                + " 'columns'?); allowed: relation, columns, personal, postgresql, kafka, folder,"
                + " file, console",
            "exports/db.yaml, line 1, column 11: relation: found 'sails' (did you mean 'sales'?);"
                + " allowed: a relation of the pipeline: sales, files, quarantine, restatements,"
                + " decisions",
            "exports/db.yaml, line 2, column 11: personal: found 'hide'; allowed: send, mask",
            "exports/db.yaml, line 5, column 8: postgresql.url: found a value that isn't shown"
                + " here; allowed: jdbc:postgresql://host:port/database or ${NAME}, with no"
                + " password written out",
            "exports/db.yaml, line 6, column 13: postgresql.password: found a value that isn't"
                + " shown here; allowed: ${NAME}, the environment variable that holds it",
            "exports/db.yaml, line 7, column 10: postgresql.table: found 'a.b.c'; allowed: table or"
                + " schema.table, each of letters, digits and _ up to 63 characters",
            "exports/topic.yaml, line 2, column 16: kafka.topic: found '.out'; allowed: names of"
                + " topics, of up to 150 letters, digits, dots, dashes and underscores, none of"
                + " which begins with . or _",
            "exports/topic.yaml, line 2, column 8: kafka.key: found nothing; allowed: a list of at"
                + " least one value: a text that is not blank",
            "exports/topic.yaml, line 2, column 41: kafka.bootstrap-servers: found 'here';"
                + " allowed: host:port, several with commas between them; or ${NAME}",
            "exports/topic.yaml, line 2, column 68: kafka.transaction-timeout: found 0; allowed: a"
                + " duration from 1 second to 7 days, such as 15 minutes",
            "exports/topic.yaml, line 2, column 71: kafka.acks: found an unknown key; allowed:"
                + " topic, key, bootstrap-servers, settings, transaction-timeout",
            "exports/none.yaml: postgresql: found nothing; allowed: one of postgresql, kafka,"
                + " folder, file, console",
            "exports/torn.yaml, line 2, column 1: cannot be read as YAML: expected the node"
                + " content, but found '<stream end>'");
  }

  private String definition(Map<String, String> environment) {
    return folder.load(environment).exports().get(0).definition();
  }
}
