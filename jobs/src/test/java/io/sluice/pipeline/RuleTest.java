// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @Test
  void keeps_names_and_conditions_in_order() {
    folder.write("rules.sql", "select id > 1 as b, true as a from Source;");

    List<Rule> rules = folder.load().ruleExpressions();

    assertThat(rules).extracting(Rule::name).containsExactly("b", "a");
    assertThat(rules)
        .extracting(rule -> rule.condition().toString())
        .containsExactly("('id > 1)", "true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select true as a",
        "select true as a from source where id > 1",
        "select true as a from source group by id",
        "select true as a from source order by id",
        "select true as a from source limit 1",
        "select distinct true as a from source",
        "select true as a from source having true",
        "select true as a from source as s",
        "select true as a from source cross join source",
        "select true as a from (select * from source)",
        "with s as (select 1) select true as a from source",
        "select true as a from source union all select true as a from source",
        "select true as a from source lateral view explode(array(1)) x as y",
        "table source"
      })
  void refuses_all_but_a_plain_projection(String sql) {
    folder.write("rules.sql", sql);

    assertThat(folder.findings())
        .containsExactly(
            "rules.sql: found more or less than a plain projection; allowed: select <condition> as"
                + " <rule>, … from source left join <reference> on <key>, …, without an alias for"
                + " source, with, other joins, where, group by, having, order by, limit, distinct and"
                + " union");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id > 1 | 8: found a column without a name; allowed: select <condition> as <rule>, … from source
          id | 8: found a column without a name; allowed: select <condition> as <rule>, … from source
          * | 8: found a column without a name; allowed: select <condition> as <rule>, … from source
          true as Big | 8: found the rule 'Big'; allowed: a name of a-z, 0-9 and _ that starts with a letter
          true as a, false as a | 19: found the rule 'a' twice; allowed: every name once
          id in (select id from source) as a | 8: found a subquery in the rule 'a'; allowed: conditions over one row
          """)
  void refuses_items_that_are_no_rules(String items, String finding) {
    folder.write("rules.sql", "select " + items + " from source");

    assertThat(folder.findings()).containsExactly("rules.sql, line 1, column " + finding);
  }
}
