// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Format;
import io.sluice.pipeline.KafkaOptions;
import io.sluice.pipeline.KafkaOptions.Start;
import io.sluice.pipeline.KafkaOptions.ValueFormat;
import io.sluice.pipeline.Source;
import io.sluice.testing.Sources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message's JSON: its value as it came, and what else it has behind it. */
class MessageTextTest {
  private static final MessageText JSON =
      new MessageText(source(ValueFormat.JSON, "id STRING, _offset BIGINT, _key STRING"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{\"id\":1}       | {\"id\":1,\"_offset\":7,\"_key\":\"k\"}",
        "#  { }\n#        | #  { \"_offset\":7,\"_key\":\"k\"}\n#",
        "{\"id\":1}x}     | {\"id\":1}x,\"_offset\":7,\"_key\":\"k\"}",
        "{\"id\":1        | {\"id\":1",
        "[1]              | [1]",
        "7                | 7",
        "##               | ##",
        "}                | }"
      })
  void metadata_follows_the_fields_of_an_object(String value, String expected) {
    assertThat(JSON.record(message(bytes(value), bytes("k")))).hasToString(expected);
  }

  @Test
  void a_value_is_as_it_came_where_nothing_else_is_asked_for() {
    MessageText text = new MessageText(source(ValueFormat.JSON, "id STRING"));
    byte[] odd = {'{', '"', (byte) 0xff, '"', '}'};
    assertThat(text.record(message(odd, null)).getBytes()).isEqualTo(odd);
  }

  @Test
  void text_is_a_string_with_what_has_to_be_escaped() {
    MessageText text =
        new MessageText(
            source(
                ValueFormat.TEXT,
                "value STRING, _topic STRING, _partition INT, _timestamp BIGINT, _headers"
                    + " ARRAY<STRUCT<key: STRING, value: STRING>>"));
    assertThat(text.record(message(bytes("a\"b\\\nä"), null)))
        .hasToString(
            "{\"value\":\"a\\\"b\\\\\\u000aä\",\"_topic\":\"t\",\"_partition\":3,\"_timestamp\":5,\"_headers\":[{\"key\":\"h\",\"value\":null},{\"key\":\"h\",\"value\":\"x\"}]}");
  }

  @Test
  void a_message_without_a_value_is_told_by_its_place_and_key() {
    assertThat(JSON.record(message(null, bytes("k")))).isNull();
    assertThat(JSON.tombstone(message(null, bytes("k"))))
        .hasToString(
            "{\"_topic\":\"t\",\"_partition\":3,\"_offset\":7,\"_timestamp\":5,\"_key\":\"k\"}");
    assertThat(JSON.tombstone(message(bytes("{}"), null))).isNull();
  }

  private static Source source(ValueFormat format, String ddl) {
    return Sources.json(ddl)
        .with(
            Format.KAFKA,
            new KafkaOptions(
                List.of("t"), format, Optional.empty(), Optional.empty(), Start.EARLIEST, 1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static InternalRow message(byte[] value, byte[] key) {
    UTF8String name = UTF8String.fromString("h");
    GenericArrayData headers =
        new GenericArrayData(
            new Object[] {
              new GenericInternalRow(new Object[] {name, null}),
              new GenericInternalRow(new Object[] {name, bytes("x")})
            });
    return new GenericInternalRow(
        new Object[] {value, key, headers, 5_999L, UTF8String.fromString("t"), 3, 7L});
  }
}
