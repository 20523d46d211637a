// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import io.sluice.record.FieldFault;
import io.sluice.record.FieldFaults;
import io.sluice.record.RecordFields;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Fields of messages, which one without a value doesn't have. */
final class KafkaFields implements RecordFields {
  private static final long serialVersionUID = 1;

  private final RecordFields json;
  private final int tombstone;

  /**
   * @param json reads the text of messages that have a value
   * @param tombstone the place of {@link KafkaTyping#TOMBSTONE}
   */
  KafkaFields(RecordFields json, int tombstone) {
    this.json = json;
    this.tombstone = tombstone;
  }

  @Override
  public boolean type(InternalRow record, Object[] values) {
    if (hasValue(record)) {
      return json.type(record, values);
    }
    Arrays.fill(values, null);
    return false;
  }

  @Override
  public UTF8String line(InternalRow record) {
    return hasValue(record) ? json.line(record) : record.getUTF8String(tombstone);
  }

  @Override
  public int unfit(InternalRow record) {
    return hasValue(record) ? json.unfit(record) : KafkaTyping.NO_VALUE;
  }

  @Override
  public UTF8String text(InternalRow record, int field) {
    return hasValue(record) ? json.text(record, field) : null;
  }

  @Override
  public UTF8String record(InternalRow record) {
    return hasValue(record) ? json.record(record) : record.getUTF8String(tombstone);
  }

  @Override
  public List<FieldFault> faults(InternalRow record, int unfit) {
    return (unfit & KafkaTyping.NO_VALUE) == FieldFaults.FIT
        ? json.faults(record, unfit)
        : List.of();
  }

  private boolean hasValue(InternalRow record) {
    return record.isNullAt(tombstone);
  }
}
