// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class DirectivesTest {
  private final Findings findings = new Findings();

  @Test
  void stand_between_comments_above_the_sql() {
    Directives directives =
        read(
            """

            -- One row per day: that is the grain.
            --description:  sums: by day\s
            -- note: this is a plain comment
            -- of two lines, the second of which holds a colon: here
              -- severity:warn
            select 1
            -- stage: batch
            """);

    assertThat(directives.optional("description", AllowedValue.TEXT)).contains("sums: by day");
    assertThat(directives.optional("severity", AllowedValue.oneOf(Severity.class)))
        .contains(Severity.WARN);
    assertThat(directives.has("stage")).isFalse();
    assertThatCode(this::throwFindings).doesNotThrowAnyException();
  }

  @Test
  void stand_once_correctly_spelt_and_with_a_value() {
    Directives directives =
        read("-- description:\n-- severty: warn\n-- stage: batch\n-- stage: batch\nselect 1");

    assertThat(directives.optional("description", AllowedValue.TEXT)).isEmpty();
    assertThatCode(this::throwFindings)
        .hasMessage(
            "Cannot load pipeline 'shop': 3 mistakes in sql/shop; correct what is listed:\n"
                + "  quality/a.sql, line 2: found the directive 'severty' (did you mean 'severity'?); allowed: description,"
                + " severity, stage\n"
                + "  quality/a.sql, line 4: stage: found the directive twice; allowed: every directive once\n"
                + "  quality/a.sql, line 1: description: found ''; allowed: a text that is not blank");
  }

  private Directives read(String text) {
    return Directives.read("quality/a.sql", SqlKind.CHECK, text, findings);
  }

  private void throwFindings() {
    findings.throwIfAny("shop", new Path("sql/shop"));
  }
}
