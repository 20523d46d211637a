// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.SparkPlan;

/**
 * Evaluates projections over each other without copying what they only carry. Where rows have more
 * columns than Spark generates the code of a whole stage for, it copies all of them once for each
 * projection, which is most of what a row of a thousand columns costs.
 */
public final class ProjectedRows {
  private ProjectedRows() {}

  /**
   * The same rows. Where their plan is more than projections over rows that Java made, or Spark
   * generates code of all of it, they are left to Spark.
   */
  public static Dataset<Row> of(Dataset<Row> rows) {
    int most = rows.sparkSession().sessionState().conf().wholeStageMaxNumFields();
    if (rows.schema().length() <= most) {
      return rows;
    }
    List<ProjectExec> projections = new ArrayList<>();
    SparkPlan plan = rows.queryExecution().executedPlan();
    while (plan instanceof ProjectExec projection) {
      projections.add(projection);
      plan = projection.child();
    }
    if (!(plan instanceof RDDScanExec scan)) {
      return rows;
    }
    Collections.reverse(projections);
    Columns columns = new Columns(seqAsJavaList(scan.output()));
    List<Stage> stages = projections.stream().map(columns::project).toList();
    Evaluation evaluation = new Evaluation(stages, columns.row(), columns.column());
    JavaRDD<InternalRow> evaluated =
        scan.rdd().toJavaRDD().mapPartitionsWithIndex(evaluation::of, true);
    return rows.sparkSession()
        .internalCreateDataFrame(evaluated.rdd(), rows.schema(), false /* no stream */);
  }

  /**
   * What one projection computes.
   *
   * @param expressions over the columns beneath it
   * @param input those columns
   * @param row of each of them, that of the stage that computes it; 0 for the rows at the bottom
   * @param column of each of them, which of that row's
   */
  private record Stage(List<Expression> expressions, List<Attribute> input, int[] row, int[] column)
      implements Serializable {}

  /** Where the columns are to be found that a plan has at one point. */
  private static final class Columns {
    private record Place(int row, int column) {}

    private List<Attribute> attributes;
    private List<Place> places = new ArrayList<>();
    private int stages;

    Columns(List<Attribute> bottom) {
      attributes = bottom;
      for (int i = 0; i < bottom.size(); i++) {
        places.add(new Place(0, i));
      }
    }

    /** Goes up over a projection. */
    Stage project(ProjectExec projection) {
      List<Expression> computed = new ArrayList<>();
      List<Place> above = new ArrayList<>();
      Map<ExprId, Place> known = new HashMap<>();
      for (int i = 0; i < attributes.size(); i++) {
        known.put(attributes.get(i).exprId(), places.get(i));
      }
      stages++;
      for (NamedExpression item : seqAsJavaList(projection.projectList())) {
        Expression value = item instanceof Alias alias ? alias.child() : (Expression) item;
        if (value instanceof Attribute attribute) {
          above.add(known.get(attribute.exprId()));
        } else {
          above.add(new Place(stages, computed.size()));
          computed.add(value);
        }
      }
      Stage stage = new Stage(computed, attributes, row(), column());
      attributes = seqAsJavaList(projection.output());
      places = above;
      return stage;
    }

    int[] row() {
      return places.stream().mapToInt(Place::row).toArray();
    }

    int[] column() {
      return places.stream().mapToInt(Place::column).toArray();
    }
  }

  private record Evaluation(List<Stage> stages, int[] row, int[] column) implements Serializable {
    Iterator<InternalRow> of(int partition, Iterator<InternalRow> bottom) {
      InternalRow[] rows = new InternalRow[stages.size() + 1];
      List<Consumer<InternalRow[]>> steps = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        UnsafeProjection projection =
            UnsafeProjection.create(seq(stage.expressions()), seq(stage.input()));
        projection.initialize(partition);
        InternalRow input = new CarriedRow(rows, stage.row(), stage.column());
        int place = i + 1;
        steps.add(all -> all[place] = projection.apply(input));
      }
      InternalRow projected = new CarriedRow(rows, row, column);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return bottom.hasNext();
        }

        @Override
        public InternalRow next() {
          rows[0] = bottom.next();
          steps.forEach(step -> step.accept(rows));
          return projected;
        }
      };
    }
  }
}
