// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.CrashPoint;
import io.sluice.e2e.oracle.Sql;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences of all that on-call and users do to a pipeline: files land, late ones, equal ones and
 * contradictions among them; jobs run, and are killed; the SQL is changed; dates are backfilled,
 * records replayed or given up; checkpoints get lost.
 */
final class EqualContents {
  private static final int STEPS = 10;

  /** About as many changes of files as a run makes that has a little to do. */
  private static final int OPERATIONS = 90;

  /** The reasons whose records are given up; that of contradictions among them. */
  private static final List<String> CODES =
      List.of(
          "amount_type", "country_code_is_two_letters", "event_time_type", "conflicting_duplicate");

  private final Draw draw;
  private final Producer producer;

  private EqualContents(Draw draw) {
    this.draw = draw;
    this.producer = new Producer(draw);
  }

  static Sequence of(long seed) {
    return new Sequence(seed, Seeds.again(seed), new EqualContents(new Draw(seed)).steps());
  }

  private List<Step> steps() {
    Menu menu =
        new Menu()
            .with(4, producer::fresh)
            .with(2, producer::late)
            .with(1, producer::lateAndOld)
            .with(2, producer::again)
            .with(3, producer::contradicting)
            .with(5, this::transform)
            .with(3, Run::aggregate)
            .with(3, this::backfill)
            .with(1, Run::replay)
            .with(2, this::discard)
            .with(2, this::otherSql)
            .with(1, this::lostCheckpoint)
            .with(1, this::fullRefresh)
            .with(2, () -> killed(transform()))
            .with(2, () -> killed(Run.aggregate()))
            .with(2, () -> killed(backfill()))
            .with(1, () -> killed(Run.replay()))
            .with(1, () -> killed(discard()));
    List<Step> steps = new ArrayList<>();
    steps.add(producer.fresh());
    while (steps.size() < STEPS) {
      steps.add(menu.next(draw));
    }
    steps.addAll(List.of(transform(), Run.replay(), Run.aggregate(), new NothingToDo()));
    return steps;
  }

  private Run transform() {
    return Run.transform(draw.upTo(3));
  }

  private Run fullRefresh() {
    return draw.oneIn(2)
        ? Run.fullRefresh()
        : Run.fullRefresh(draw.of(TransactionsPipeline.AGGREGATIONS));
  }

  /** Of some neighbouring days, or of all that there may be. */
  private Run backfill() {
    int from = draw.upTo(producer.today());
    int to = draw.oneIn(4) ? Producer.LAST_DAY : Math.min(Producer.LAST_DAY, from + draw.upTo(3));
    return Run.backfill(Producer.date(draw.oneIn(4) ? 1 : from), Producer.date(to));
  }

  private Run discard() {
    return Run.discard(draw.of(CODES));
  }

  private ChangeSql otherSql() {
    return new ChangeSql(new Sql(draw.oneIn(2), draw.of(List.of("unknown", "other"))));
  }

  private LoseCheckpoint lostCheckpoint() {
    return new LoseCheckpoint(
        draw.of(List.of(Run.TRANSFORM, Run.AGGREGATE)), draw.of(LoseCheckpoint.PARTS));
  }

  private KilledRun killed(Run run) {
    return KilledRun.at(run, draw.of(List.of(CrashPoint.When.values())), draw.upTo(OPERATIONS));
  }
}
