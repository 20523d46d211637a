package io.sluice.e2e.sequences;

import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.CrashPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Sequences of all that must not make a difference: how files are put into batches, their order,
 * duplicates, late files, kills, full refreshes.
 */
final class EqualContents {
  private static final int STEPS = 8;

  /** About as many changes of files as a run of a few small batches makes. */
  private static final int OPERATIONS_OF_TRANSFORM = 90;

  private static final int OPERATIONS_OF_AGGREGATE = 90;

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
            .with(2, producer::contradicting)
            .with(4, this::transform)
            .with(3, Run::aggregate)
            .with(2, () -> killed(transform(), OPERATIONS_OF_TRANSFORM))
            .with(2, () -> killed(Run.aggregate(), OPERATIONS_OF_AGGREGATE))
            .with(1, this::fullRefresh);
    List<Step> steps = new ArrayList<>();
    steps.add(producer.fresh());
    while (steps.size() < STEPS) {
      steps.add(menu.next(draw));
    }
    steps.addAll(List.of(transform(), Run.aggregate(), new NothingToDo()));
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

  private KilledRun killed(Run run, int operations) {
    return KilledRun.at(run, draw.of(List.of(CrashPoint.When.values())), draw.upTo(operations));
  }
}
