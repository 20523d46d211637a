// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.LINE;
import static io.sluice.record.EngineColumns.UNFIT;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Rule;
import io.sluice.record.FieldFaults;
import io.sluice.record.Reasons;
import io.sluice.spark.JavaFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;

/**
 * Validates typed records. The main pass asks one boolean; reasons are spelled out for the few
 * records that fail.
 */
record RecordValidator(Pipeline pipeline, TypedRecords typed) {

  /**
   * True for a record that has its columns, fields that are text, its required values, no value of
   * another type, and keeps every rule.
   */
  Column passes() {
    Column passes = col(LINE).isNull().and(col(UNFIT).equalTo(FieldFaults.FIT));
    for (StructField field : typed.fields()) {
      if (!field.nullable()) {
        passes = passes.and(value(field).isNotNull());
      } else if (!field.dataType().equals(DataTypes.StringType)) {
        passes = passes.and(value(field).isNotNull().or(isBlank(field)));
      }
    }
    for (Rule rule : pipeline.ruleExpressions()) {
      passes = passes.and(holds(rule));
    }
    return passes;
  }

  /**
   * Every reason against a record, as an array of {@code code, column, message}: unfit fields,
   * missing values and misfits in the schema's order, then the rules in theirs. A rule is not asked
   * about a column that has a reason of its own.
   */
  Column reasons() {
    Column wholeLine = col(LINE).isNull();
    List<Column> reasons = new ArrayList<>();
    reasons.add(when(not(wholeLine), typed.typing().lineFault(col(UNFIT))));
    Map<String, Column> faults = new LinkedHashMap<>();
    for (StructField field : typed.fields()) {
      Column missing = lit(false);
      if (!field.nullable()) {
        missing = isBlank(field);
        reasons.add(when(wholeLine.and(missing), missing(field)));
      }
      Column unfit = lit(false);
      for (FieldFaults.Fault fault : FieldFaults.Fault.values()) {
        Column has = has(field, fault);
        reasons.add(when(wholeLine.and(has), unfit(field, fault)));
        unfit = unfit.or(has);
      }
      Column misfit = value(field).isNull().and(not(isBlank(field))).and(not(unfit));
      if (!field.dataType().equals(DataTypes.StringType)) {
        reasons.add(when(wholeLine.and(misfit), misfit(field)));
      }
      faults.put(key(field.name()), missing.or(misfit).or(unfit));
    }
    for (Rule rule : pipeline.ruleExpressions()) {
      Column asked = wholeLine;
      for (String column : columnsOf(rule)) {
        asked = asked.and(not(faults.getOrDefault(column, lit(false))));
      }
      reasons.add(when(asked.and(not(holds(rule))), broken(rule)));
    }
    return filter(array(reasons.toArray(Column[]::new)), Column::isNotNull);
  }

  /** Looked for in a field only where the record is known to have that fault somewhere. */
  private Column has(StructField field, FieldFaults.Fault fault) {
    FieldFaults fieldFaults = new FieldFaults(pipeline.source().maxFieldLength());
    Column faults =
        JavaFunction.call(fieldFaults, "inUndecodable", DataTypes.IntegerType, typed.text(field));
    return when(
            col(UNFIT).bitwiseAND(fault.bit).notEqual(0),
            coalesce(faults, lit(0)).bitwiseAND(fault.bit).notEqual(0))
        .otherwise(lit(false));
  }

  private Column unfit(StructField field, FieldFaults.Fault fault) {
    return Reasons.reason(
        fault.name().toLowerCase(Locale.ROOT),
        field.name(),
        FaultMessages.field(
            field.name(),
            isPersonal(field),
            fault,
            pipeline.source().maxFieldLength(),
            typed.text(field)));
  }

  private static Column missing(StructField field) {
    return Reasons.reason(
        field.name() + "_missing", field.name(), lit(field.name() + ": is required and empty"));
  }

  private Column misfit(StructField field) {
    return Reasons.reason(
        field.name() + "_type",
        field.name(),
        typed.typing().typeFault(field, TypedRecords.raw(field), isPersonal(field)));
  }

  private Column broken(Rule rule) {
    List<Column> values = new ArrayList<>();
    Set<String> columns = columnsOf(rule);
    for (StructField field : typed.fields()) {
      if (columns.contains(key(field.name()))) {
        values.add(FaultMessages.value(field.name(), isPersonal(field), typed.text(field)));
      }
    }
    Column column = columns.size() == 1 ? lit(columns.iterator().next()) : lit(null);
    return Reasons.reason(
        lit(rule.name()),
        column.cast("string"),
        concat(
            lit(rule.name() + " does not hold: "), concat_ws(", ", values.toArray(Column[]::new))));
  }

  private static Column holds(Rule rule) {
    return coalesce(new Column(rule.condition()), lit(false));
  }

  private static Column value(StructField field) {
    return TypedRecords.named(field.name());
  }

  private Column isBlank(StructField field) {
    return JavaFunction.call(new TextParser(), "text", DataTypes.StringType, typed.text(field))
        .isNull();
  }

  private boolean isPersonal(StructField field) {
    return pipeline.source().personal().contains(field.name());
  }

  /** The columns that a rule reads, in lower case. */
  private static Set<String> columnsOf(Rule rule) {
    return JavaConverters.seqAsJavaList(rule.condition().collectLeaves()).stream()
        .filter(UnresolvedAttribute.class::isInstance)
        .map(leaf -> key(((UnresolvedAttribute) leaf).nameParts().last()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String key(String column) {
    return column.toLowerCase(Locale.ROOT);
  }
}
