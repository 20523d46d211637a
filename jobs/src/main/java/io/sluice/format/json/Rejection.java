// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.text.Escaped;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reasons to reject a whole JSON file: a code that stays the same, what is wrong, and what to do.
 * Those of any format are {@code unpack}'s.
 */
final class Rejection {
  private static final int MOST_NAMES = 10;

  private Rejection() {}

  static String encoding() {
    return "encoding: it is not in UTF-8; save it so, and land it again";
  }

  static String lineEnds() {
    return "line_ends: its lines end with CR alone; end them with LF or CRLF, and land it again";
  }

  static String recordTooLong() {
    return "record_too_long: a record has more than %d bytes; correct its brackets, quotes or line ends, and land it again"
        .formatted(LineScanner.MAX_RECORD);
  }

  /** For a document where a record a line is expected. */
  static String oneDocument(String firstLine) {
    return "one_document: its first line is %s, so that it is one document over many lines; set source.options.multi-line to true in pipeline.yaml, or write a record a line, and land it again"
        .formatted(Escaped.quoted(firstLine));
  }

  /** For a document that can't be parsed. */
  static String invalid(JsonFault fault) {
    return "invalid_json: %s; correct it, and land it again".formatted(fault.getMessage());
  }

  /** For a document of which one record can't be parsed. */
  static String invalid(long record, JsonFault fault) {
    return "invalid_json: its record %d %s; correct it, and land it again"
        .formatted(record, fault.getMessage().replaceFirst("^it ", ""));
  }

  static String unknownFields(List<String> paths) {
    String names =
        paths.stream().limit(MOST_NAMES).map(Escaped::quoted).collect(Collectors.joining(", "));
    return "unknown_fields: field %s is not in the schema, and extra-columns is reject"
        .formatted(names);
  }

  /** For a file about which the reader and a count of its bytes don't agree. */
  static String unbalanced(long counted, long accounted) {
    return "unbalanced: its bytes hold %d records, but %d were read; correct its lines or brackets, or the options of source in pipeline.yaml, and land it again"
        .formatted(counted, accounted);
  }
}
