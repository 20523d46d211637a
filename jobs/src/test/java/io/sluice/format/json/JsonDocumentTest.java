// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents fall apart into records, and the count of their bytes is another one's. */
class JsonDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | `` | 0 |",
        "` \n` | `` | 0 |",
        "{} | `` | 1 | {}",
        "[] | `` | 0 |",
        " [ ] | `` | 0 |",
        "[{'a':1},{'a':[2,{'b':']'}]}] | `` | 2 | {'a':1} {'a':[2,{'b':']'}]}",
        "[1,null,'x',[{}]] | `` | 4 | 1 null 'x' [{}]",
        "{'a':'}\\\\\\'{'} | `` | 1 | {'a':'}\\\\\\'{'}",
        "{'data':[{'a':1}]} | data | 1 | {'a':1}",
        "{'data':{'a':1}} | data | 1 | {'a':1}",
        "{'data':[]} | data | 0 |",
        "{'meta':{'data':[1,2,3]},'data':[{'a':1},{'a':2}],'n':[{}]} | data | 2 | {'a':1} {'a':2}",
        "{'x':1,'a':{'y':[1],'b':{'c':[{},{}],'z':'c'},'w':0},'c':[1]} | a.b.c | 2 | {} {}",
      })
  void records(String document, String path, String count, String expected) throws IOException {
    List<String> names = path.isEmpty() ? List.of() : List.of(path.split("\\."));
    ElementCount counting = counting(bytes(quoted(document)), names, 1 << 16);
    List<String> records = read(counting, names);

    assertThat(String.join(" ", records)).isEqualTo(expected == null ? "" : quoted(expected));
    assertThat(records).hasSize(Integer.parseInt(count));
    assertThat(counting.records()).isEqualTo(records.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{} | `` | it is no JSON: at byte 4 a comma or ']' is expected",
        "[{'a | `` | it is no JSON: at byte 5 the end of a value is expected",
        "[{},] | `` | it is no JSON: at byte 5 a value is expected",
        "[{} {}] | `` | it is no JSON: at byte 5 a comma or ']' is expected",
        "{}{} | `` | it is no JSON: at byte 3 the end is expected",
        "[]x | `` | it is no JSON: at byte 3 the end is expected",
        "5 | `` | no_records: its document is neither an object nor an array",
        "{'a':1} | data | no_records: it has nothing at data",
        "[{'data':1}] | data | no_records: it has nothing at data",
        "{'data':5} | data | no_records: what it has at data is neither an object nor an array",
        "{'data':[{}],'data':[]} | data | no_records: it has 'data' twice",
        "{'data':[{}] | data | it is no JSON: at byte 13 a comma or '}' is expected",
        "{'data':[{}],} | data | it is no JSON: at byte 14 a name in double quotes is expected",
        "{'data' [{}]} | data | it is no JSON: at byte 9 a colon is expected",
      })
  void what_is_no_document(String document, String path, String why) {
    List<String> names = path.isEmpty() ? List.of() : List.of(path.split("\\."));
    assertThatThrownBy(() -> read(counting(bytes(quoted(document)), names, 1 << 16), names))
        .hasMessageStartingWith(why);
  }

  /** Documents of every length around that of the buffer, in bits of every size. */
  @Test
  void a_document_in_bits() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      StringBuilder document = new StringBuilder(i % 2 == 0 ? "\uFEFF[" : "[ ");
      int records = 1 + random.nextInt(2_000);
      for (int k = 0; k < records; k++) {
        document
            .append(k == 0 ? "" : random.nextBoolean() ? "," : " ,\n ")
            .append("{\"id\":")
            .append(k)
            .append(",\"text\":\"")
            .append("ä\\\"]}\\\\[{".repeat(random.nextInt(12)))
            .append("\",\"parts\":[[],{}]}");
      }
      byte[] bytes = document.append("]").toString().getBytes(StandardCharsets.UTF_8);
      List<String> expected =
          StreamSupport.stream(
                  JSON.readTree(Arrays.copyOfRange(bytes, i % 2 == 0 ? 3 : 0, bytes.length))
                      .spliterator(),
                  false)
              .map(JsonNode::toString)
              .toList();
      ElementCount counting = counting(bytes, List.of(), 1 + random.nextInt(100_000));
      assertThat(read(counting, List.of())).isEqualTo(expected);
      assertThat(counting.records()).isEqualTo(records);
    }
  }

  private static List<String> read(ElementCount in, List<String> path) throws IOException {
    List<String> records = new ArrayList<>();
    JsonDocument document = new JsonDocument(in, path, (bytes, length) -> {});
    for (byte[] record = document.next(); record != null; record = document.next()) {
      records.add(new String(record, StandardCharsets.UTF_8));
    }
    assertThat(document.next()).isNull();
    return records;
  }

  /** Gives no more than so many bytes at a time. */
  private static ElementCount counting(byte[] bytes, List<String> path, int most) {
    return new ElementCount(
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int from, int length) {
            return super.read(target, from, Math.min(most, length));
          }
        },
        path);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
