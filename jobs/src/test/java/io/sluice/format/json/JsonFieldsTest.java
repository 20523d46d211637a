// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFault;
import io.sluice.spark.ValueText;
import io.sluice.testing.Sources;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as JSON: their values, or what is wrong with them, by path. */
class JsonFieldsTest {
  private static final Source SOURCE =
      Sources.json(
          """
          id STRING NOT NULL, n INT, big BIGINT, amount DECIMAL(10,2), exact DECIMAL(38,18),
          ratio DOUBLE, open BOOLEAN, day DATE, at TIMESTAMP,
          who STRUCT<name: STRING NOT NULL, address: STRUCT<city: STRING NOT NULL, zip: STRING>>,
          items ARRAY<STRUCT<sku: STRING NOT NULL, price: DECIMAL(10,2), tags: ARRAY<STRING>>>,
          labels MAP<STRING, INT>, secret STRUCT<card: BIGINT>
          """,
          "secret");

  private final JsonFields fields = new JsonFields(SOURCE);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // what is sent, and what it is
        "'id':'a' | {'id':'a'}",
        "'id':12.50 | {'id':'12.50'}",
        "'id':true | {'id':'true'}",
        "'id':'a','n':-7,'big':9223372036854775807 | {'id':'a','n':-7,'big':9223372036854775807}",
        "'id':'a','n':'+7','big':' 12 ' | {'id':'a','n':7,'big':12}",
        "'id':'a','n':null,'big':'','amount':' ' | {'id':'a'}",
        "'id':'a','amount':12.5,'exact':12345678901234567890.123456789012345678 |"
            + " {'id':'a','amount':12.50,'exact':12345678901234567890.123456789012345678}",
        "'id':'a','amount':'-0.10' | {'id':'a','amount':-0.10}",
        "'id':'a','amount':1.5e2,'exact':1E-5 |"
            + " {'id':'a','amount':150.00,'exact':0.000010000000000000}",
        "'id':'a','ratio':1e3 | {'id':'a','ratio':1000.0}",
        "'id':'a','ratio':'0.1' | {'id':'a','ratio':0.1}",
        "'id':'a','open':false | {'id':'a','open':false}",
        "'id':'a','open':'TRUE' | {'id':'a','open':true}",
        "'id':'a','day':'2026-03-01','at':'2026-03-01 10:00:00' |"
            + " {'id':'a','day':'20513','at':'1772359200000000'}",
        "'at':'2026-03-01 10:00:00','id':'a' | {'id':'a','at':'1772359200000000'}",
        "'id':'a','who':{'address':{'zip':'1','city':'B'},'name':'x'} |"
            + " {'id':'a','who':{'name':'x','address':{'city':'B','zip':'1'}}}",
        "'id':'a','who':null,'items':null,'labels':null | {'id':'a'}",
        "'id':'a','items':[] | {'id':'a','items':[]}",
        "'id':'a','items':[{'sku':'s','price':1,'tags':['x','',null]},null] |"
            + " {'id':'a','items':[{'sku':'s','price':1.00,'tags':['x',null,null]},null]}",
        "'id':'a','labels':{'x':1,'y':null,'z':'3'} | {'id':'a','labels':{'x':1,'y':null,'z':3}}",
        "'id':'a','labels':{} | {'id':'a','labels':{}}",
        "'id':'a\\u00e4\\n','more':{'deep':[1,{'x':2}]},'n':1 | {'id':'aä\\n','n':1}",
      })
  void what_fits(String sent, String expected) {
    InternalRow record = record("{" + quoted(sent) + "}");
    Object[] values = new Object[SOURCE.schema().length()];

    assertThat(fields.type(record, values)).isTrue();
    assertThat(fields.line(record)).isNull();
    assertThat(fields.unfit(record)).isZero();
    assertThat(fields.faults(record, 0)).isEmpty();
    ValueText text = new ValueText(SOURCE.schema(), String::valueOf, String::valueOf);
    assertThat(text.text(new GenericInternalRow(values)).toString()).isEqualTo(quoted(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'n':1 | id_missing id: is required and empty",
        "'id':null | id_missing id: is required and empty",
        "'id':' ' | id_missing id: is required and empty",
        "'ID':'a' | id_missing id: is missing; the record has \"ID\", and upper and lower case"
            + " differ",
        "'id':'a','N':1 | n_missing n: is missing; the record has \"N\", and upper and lower case"
            + " differ",
        "'id':'a','n':2147483648 | n_type n: \"2147483648\" is no INT",
        "'id':'a','n':1.0 | n_type n: \"1.0\" is no INT",
        "'id':'a','n':1e2 | n_type n: \"1e2\" is no INT",
        "'id':'a','n':true | n_type n: \"true\" is no INT",
        "'id':'a','n':{'x':1} | n_type n: \"{\"x\":1}\" is no INT",
        "'id':[1] | id_type id: \"[1]\" is no STRING",
        "'id':'a','big':9223372036854775808 | big_type big: \"9223372036854775808\" is no BIGINT",
        "'id':'a','amount':0.001 | amount_type amount: \"0.001\" is no DECIMAL(10,2)",
        "'id':'a','amount':1e-3 | amount_type amount: '0.001' is no DECIMAL(10,2)",
        "'id':'a','amount':1e99999 | amount_type amount: '1e99999' is no DECIMAL(10,2)",
        "'id':'a','amount':'1e2' | amount_type amount: '1e2' is no DECIMAL(10,2)",
        "'id':'a','amount':'1,5' | amount_type amount: \"1,5\" is no DECIMAL(10,2)",
        "'id':'a','ratio':'NaN' | ratio_type ratio: \"NaN\" is no DOUBLE",
        "'id':'a','ratio':1e999 | ratio_type ratio: \"1e999\" is no DOUBLE",
        "'id':'a','open':1 | open_type open: \"1\" is no BOOLEAN",
        "'id':'a','day':'2026-02-30' |"
            + " day_type day: \"2026-02-30\" is no DATE; formats tried: yyyy-MM-dd",
        "'id':'a','who':'x' | who_type who: \"\"x\"\" is no STRUCT",
        "'id':'a','who':[] | who_type who: \"[]\" is no STRUCT",
        "'id':'a','who':{} | who.name_missing who.name: is required and empty",
        "'id':'a','who':{'name':'x','address':{'zip':'1'}} |"
            + " who.address.city_missing who.address.city: is required and empty",
        "'id':'a','items':{} | items_type items: \"{}\" is no ARRAY",
        "'id':'a','items':[{'sku':'a'},{'sku':'b'},{'sku':'c','price':'x'}] |"
            + " items[2].price_type items[2].price: \"x\" is no DECIMAL(10,2)",
        "'id':'a','items':[1] | items[0]_type items[0]: \"1\" is no STRUCT",
        "'id':'a','items':[{'Sku':'a'}] | items[0].sku_missing items[0].sku: is missing; the record"
            + " has \"Sku\", and upper and lower case differ",
        "'id':'a','items':[{'sku':'a','tags':[['b']]}] |"
            + " items[0].tags[0]_type items[0].tags[0]: \"[\"b\"]\" is no STRING",
        "'id':'a','labels':[] | labels_type labels: \"[]\" is no MAP",
        "'id':'a','labels':{'x':'y'} | labels[x]_type labels[x]: \"y\" is no INT",
        "'id':'a','labels':{'x':1,'x':2} |"
            + " duplicate_field labels[x]: stands twice in its object",
        "'id':'a','id':'a' | duplicate_field id: stands twice in its object",
        "'id':'a','who':{'name':'a','name':'b'} |"
            + " duplicate_field who.name: stands twice in its object",
        "'id':'a','secret':{'card':'x'} |"
            + " secret.card_type secret.card: its value (hidden: personal) is no BIGINT",
        "'id':'a\\u0000b' | nul_byte id: \"a\\u0000b\" holds a NUL byte",
        "'id':'\\ud800' |"
            + " invalid_utf8 id: \"\uFFFD\" holds bytes that are not in the file's encoding",
      })
  void what_does_not_fit(String sent, String expected) {
    InternalRow record = record("{" + quoted(sent) + "}");
    Object[] values = new Object[SOURCE.schema().length()];

    assertThat(fields.type(record, values)).isFalse();
    assertThat(fields.line(record)).isNull();
    assertThat(fields.faults(record, 0))
        .extracting(JsonFieldsTest::shown)
        .containsExactly(quoted(expected));
    assertThat(fields.record(record).toString()).isEqualTo("{" + quoted(sent) + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':'a' | invalid_json it is no JSON: at byte 10 a comma or '}' is expected",
        "{'id':'a | invalid_json it is no JSON: at byte 9 the end of a string is expected",
        "{'id':'a'}{'id':'b'} | invalid_json it is no JSON: at byte 11 the end is expected",
        "{'id':NaN} | invalid_json it is no JSON: at byte 7 a value is expected",
        "{'id':'a',} | invalid_json it is no JSON: at byte 11 a name in double quotes is expected",
        "{id:'a'} | invalid_json it is no JSON: at byte 2 a name in double quotes is expected",
        "// no | invalid_json it is no JSON: at byte 1 a value is expected",
        "[] | not_object it is JSON, but no object",
        "[{},{}] | not_object it is JSON, but no object",
        "12 | not_object it is JSON, but no object",
        "null | not_object it is JSON, but no object",
      })
  void what_is_no_record(String sent, String expected) {
    InternalRow record = record(quoted(sent));
    Object[] values = new Object[SOURCE.schema().length()];

    assertThat(fields.type(record, values)).isFalse();
    assertThat(values).containsOnlyNulls();
    assertThat(fields.line(record).toString()).isEqualTo(quoted(sent));
    int unfit = fields.unfit(record);
    JsonFault.Kind kind =
        Stream.of(JsonFault.Kind.values())
            .filter(each -> each.bit == unfit)
            .findFirst()
            .orElseThrow();
    assertThat(kind.code() + " " + fields.fault(fields.line(record))).isEqualTo(expected);
    assertThat(fields.faults(record, 0)).isEmpty();
  }

  @Test
  void bytes_that_are_no_text_are_the_value_s_fault_and_not_the_record_s() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"n\":1,\"who\":{\"name\":\"M".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xfc);
    bytes.writeBytes("ller\"},\"id\":\"a\"}\r".getBytes(StandardCharsets.UTF_8));
    InternalRow record =
        new GenericInternalRow(new Object[] {UTF8String.fromBytes(bytes.toByteArray())});

    assertThat(fields.faults(record, 0))
        .extracting(JsonFieldsTest::shown)
        .containsExactly(
            "invalid_utf8 who.name: \"M\uFFFDller\" holds bytes that are not in the file\"s"
                + " encoding");
    assertThat(fields.record(record).toString())
        .isEqualTo("{\"n\":1,\"who\":{\"name\":\"M\uFFFDller\"},\"id\":\"a\"}");
  }

  @Test
  void faults_come_in_the_schema_s_order() {
    assertThat(fields.faults(record("{\"who\":1,\"n\":\"x\"}"), 0))
        .extracting(FieldFault::code)
        .containsExactly("id_missing", "n_type", "who_type");
  }

  @Test
  void a_long_value_is_told_and_a_long_record_is_read() {
    assertThat(fields.faults(record("{\"id\":\"" + "ä".repeat(101) + "\"}"), 0))
        .extracting(JsonFieldsTest::shown)
        .containsExactly(
            "too_long id: \""
                + "ä".repeat(60)
                + "…\" has 101 characters, more than max-field-length 100");
    assertThat(fields.faults(record("{\"id\":\"" + "ä".repeat(100) + "\"}"), 0)).isEmpty();
    assertThat(fields.faults(record("{\"id\":\"" + "x".repeat(25_000_000) + "\"}"), 0)).hasSize(1);
  }

  @Test
  void a_field_s_text_is_what_was_sent() {
    InternalRow record =
        record("{\"n\": 1.50, \"id\":\"a\\n\", \"items\": [ {\"sku\" : 1} ], \"big\":null}");
    assertThat(text(record, "n")).isEqualTo("1.50");
    assertThat(text(record, "id")).isEqualTo("a\n");
    assertThat(text(record, "items")).isEqualTo("[{\"sku\":1}]");
    assertThat(text(record, "big")).isNull();
    assertThat(text(record, "ratio")).isNull();
    assertThat(text(record("{\"n\":"), "n")).isNull();
  }

  private String text(InternalRow record, String field) {
    UTF8String text = fields.text(record, SOURCE.schema().fieldIndex(field));
    return text == null ? null : text.toString();
  }

  private static String shown(FieldFault fault) {
    String message = fault.message().toString();
    assertThat(message).startsWith(fault.path() + ": ");
    return fault.code() + " " + quoted(message);
  }

  /** In the tables above quotes are single. */
  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static InternalRow record(String text) {
    return new GenericInternalRow(new Object[] {UTF8String.fromString(text)});
  }
}
