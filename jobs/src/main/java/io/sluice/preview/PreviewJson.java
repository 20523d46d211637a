// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.preview.PreviewedRecord.Reason;
import io.sluice.text.Json;
import java.util.Locale;
import java.util.OptionalLong;

/** A preview for programs; what isn't known is null. */
final class PreviewJson {
  private PreviewJson() {}

  static String of(Preview preview) {
    ObjectNode json = Json.object();
    json.put("file", preview.file().title());
    json.put("next", preview.file().isNext());
    json.put("taken", preview.isTaken());
    json.put("rejected", preview.first().rejection().orElse(null));
    put(json, "records", preview.first().records());
    json.put("extra_columns", preview.first().extraColumns().orElse(null));
    json.put("table", preview.table());
    ArrayNode records = json.putArray("shown");
    preview.records().forEach(record -> records.add(of(record)));
    return Json.lines(json);
  }

  private static ObjectNode of(PreviewedRecord record) {
    ObjectNode json = Json.object();
    json.put("record", record.number());
    put(json, "line", record.line());
    json.put("becomes", record.becomes().name().toLowerCase(Locale.ROOT));
    put(json, "duplicate_of", record.duplicateOf());
    ArrayNode reasons = json.putArray("reasons");
    for (Reason why : record.reasons()) {
      reasons
          .addObject()
          .put("code", why.code())
          .put("column", why.column().orElse(null))
          .put("message", why.message());
    }
    json.put("text", record.text().orElse(null));
    json.set("typed", record.typed().json());
    ObjectNode unfit = json.putObject("unfit");
    record.unfit().forEach(unfit::put);
    ArrayNode rows = json.putArray("rows");
    record.rows().forEach(row -> rows.add(row.json()));
    return json;
  }

  private static void put(ObjectNode json, String name, OptionalLong value) {
    if (value.isPresent()) {
      json.put(name, value.getAsLong());
    } else {
      json.putNull(name);
    }
  }
}
