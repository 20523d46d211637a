// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberSeparatorsTest {
  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @Test
  void plain_numbers_leave_the_hash_as_it_was_before_there_were_others() {
    assertThat(new CsvOptions(',', '"', '"', "UTF-8", "", false).toString())
        .isEqualTo(
            "CsvOptions[delimiter=,, quote=\", escape=\", encoding=UTF-8, nullValue=,"
                + " multiLine=false]");
    String plain = folder.load().sqlHash();
    folder.write("pipeline.yaml", withOptions("decimal: ',', group: '.'"));
    String german = folder.load().sqlHash();
    folder.write("pipeline.yaml", withOptions("decimal: ',', group: ' '"));
    String french = folder.load().sqlHash();

    assertThat(Stream.of(plain, german, french).map(hash -> hash.substring(0, 8)))
        .doesNotHaveDuplicates();
    folder.write("pipeline.yaml", withOptions("decimal: '.', group: ''"));
    assertThat(folder.load().sqlHash()).startsWith(plain.substring(0, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "decimal: ',', group: ','|source.options: found ',' both as decimal and as group",
        "group: '.'|source.options: found '.' both as decimal and as group",
        "decimal: ';'|source.options.decimal: found ';'; allowed: '.', ','",
        "decimal: ''|source.options.decimal: found ''; allowed: '.', ','",
        "decimal: '٫'|source.options.decimal: found '٫'; allowed: '.', ','",
        "group: '0'|source.options.group: found '0'; allowed: nothing, or one of '.', ','",
        "group: '-'|source.options.group: found '-'; allowed: nothing, or one of '.', ','",
        "group: 'e'|source.options.group: found 'e'; allowed: nothing, or one of '.', ','",
        "group: '..'|source.options.group: found '..'; allowed: nothing, or one of '.', ','",
        "decimal: ',', quote: ','|source.options: found a delimiter that is also quote or escape",
        "group: \"'\", quote: \"'\"|source.options: found a decimal or group separator that is also quote",
      })
  void separators_that_could_not_be_told_apart_are_refused(String options, String finding) {
    folder.write("pipeline.yaml", withOptions(options));

    assertThatThrownBy(folder::load).hasMessageContaining(finding);
  }

  private static String withOptions(String options) {
    return TestFolder.YAML.replace("source:\n", "source:\n  options: {%s}\n".formatted(options));
  }
}
