// SPDX-License-Identifier: Apache-2.0
package io.sluice.progress;

import io.sluice.text.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Progress of a process, in the log: a line about every ten seconds, the first after ten. A run
 * that is over by then says nothing. What is done is counted at two levels: <em>steps</em> of which
 * it is known how many there are, such as test cases, and parts of the <em>activity</em> of the
 * moment: what it goes over or lists, else what it counts itself, or else Spark's tasks. It has no
 * thread of its own: the code that does the work calls it. Threads may.
 */
public final class Progress {
  private static final Logger log = LogManager.getLogger(Progress.class);
  static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

  private final Clock clock;
  private final Consumer<String> lines;
  private Instant told;
  private Optional<String> activity = Optional.empty();
  private Instant activityBegan;
  private long activities;
  private Optional<Pass> pass = Optional.empty();
  private Optional<Listing> listing = Optional.empty();
  private Optional<Share> counted = Optional.empty();
  private Share tasks = Share.NONE;
  private Optional<Share> steps = Optional.empty();
  private Instant stepsBegan;

  /** So many of all. */
  private record Share(long done, long all, String unit, String how) {
    static final Share NONE = new Share(0, 0, "task");

    Share(long done, long all, String unit) {
      this(done, all, unit, "done");
    }

    Share and(long moreDone, long more) {
      return new Share(done + moreDone, all + more, unit, how);
    }

    /** Text such as "3 of 8 tasks done, 37 %, about 25 s left". */
    String shown(Duration since) {
      String sofar = "%d of %s %s".formatted(done, Counted.of(all, unit), how);
      if (done >= all) {
        return sofar + " so far"; // more may turn up
      }
      String left =
          done == 0 || since.compareTo(NOW_AND_THEN) < 0
              ? ""
              : ", about %s left".formatted(shownTime(since.toSeconds() * (all - done) / done));
      return "%s, %d %%%s".formatted(sofar, 100 * done / all, left);
    }
  }

  /** A share of what somebody goes over, which may be one of many things in an activity. */
  private record Pass(Share share, Instant began) {}

  /**
   * Files of a folder that are listed: nobody knows how many there are. What is listed before it is
   * closed counts towards it.
   */
  public final class Listing implements AutoCloseable {
    private final String folder;
    private final Optional<Listing> outer;
    private long files;

    private Listing(String folder, Optional<Listing> outer) {
      this.folder = folder;
      this.outer = outer;
    }

    /** Counts a file, here or where this listing is a part of another. */
    public void listed() {
      synchronized (Progress.this) {
        outer.orElse(this).files++;
        tick();
      }
    }

    @Override
    public void close() {
      synchronized (Progress.this) {
        listing = outer;
      }
    }

    private String shown() {
      return "listed %s of %s so far".formatted(Counted.of(files, "file"), folder);
    }
  }

  /** Progress that nobody is told of. */
  public static Progress untold() {
    return new Progress(Clock.systemUTC(), line -> {});
  }

  /** Progress that is told in the log. */
  public Progress(Clock clock) {
    this(clock, log::info);
  }

  /**
   * @param lines takes what is told
   */
  public Progress(Clock clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
    this.told = clock.instant();
    this.activityBegan = told;
    this.stepsBegan = told;
  }

  /**
   * Begins an activity; nothing of it is done yet.
   *
   * @param name in the past tense, such as {@code computed daily_pages}
   */
  public synchronized void begin(String name) {
    activity = Optional.of(name);
    activityBegan = clock.instant();
    activities++;
    pass = Optional.empty();
    counted = Optional.empty();
    tasks = Share.NONE;
  }

  /** Number of the activity that goes on. */
  public synchronized long activity() {
    return activities;
  }

  /**
   * Says of the activity how much is done, where it knows better than Spark.
   *
   * @param unit what one of all is called, such as {@code file}
   */
  public synchronized void done(long done, long all, String unit) {
    counted = Optional.of(new Share(done, all, unit));
    tick();
  }

  /**
   * Goes over things once, and counts them.
   *
   * @param unit what one of them is called, such as {@code file}
   * @param how what becomes of them, such as {@code moved}
   * @return the same, to be gone over in a loop to its end
   */
  public <T> Iterable<T> each(Collection<T> all, String unit, String how) {
    return () -> {
      Instant began = clock.instant();
      Iterator<T> rest = all.iterator();
      return new Iterator<>() {
        private long seen;

        @Override
        public boolean hasNext() {
          boolean hasMore = rest.hasNext();
          if (!hasMore) {
            at(Optional.empty());
          }
          return hasMore;
        }

        @Override
        public T next() {
          at(Optional.of(new Pass(new Share(seen++, all.size(), unit, how), began)));
          return rest.next();
        }
      };
    };
  }

  private synchronized void at(Optional<Pass> place) {
    pass = place;
    tick();
  }

  /**
   * Begins to list a folder, or a part of what is listed already.
   *
   * @param folder its name for people, such as {@code landing/}
   */
  public synchronized Listing listing(String folder) {
    Optional<Listing> outer = listing.map(known -> known.outer.orElse(known));
    listing = Optional.of(new Listing(folder, outer));
    return listing.get();
  }

  /**
   * Begins with some steps, of each of which {@link #stepDone} tells.
   *
   * @param unit what a step is called, such as {@code case}
   */
  public synchronized void steps(long all, String unit) {
    steps = Optional.of(new Share(0, all, unit));
    stepsBegan = clock.instant();
  }

  /** Counts a step. After the last there are none any more. */
  public synchronized void stepDone() {
    pass = Optional.empty();
    steps = steps.map(known -> known.and(1, 0)).filter(known -> known.done() < known.all());
    if (steps.isPresent()) {
      tick();
    }
  }

  /**
   * Counts tasks of Spark, where they are of the activity that goes on.
   *
   * @param of the number of the activity in which their job began
   * @param done so many more are done
   * @param all so many more there are; less than 0 where some turn out not to be needed
   */
  public synchronized void tasks(long of, long done, long all) {
    if (of == activities) {
      tasks = tasks.and(done, all);
    }
    tick();
  }

  /** Says how far things are, if it is time to. */
  public synchronized void tick() {
    Instant now = clock.instant();
    if (activity.isPresent() && isLong(told, now)) {
      told = now;
      lines.accept("%s: %s".formatted(activity.get(), shown(now)));
    }
  }

  private String shown(Instant now) {
    List<String> parts = new ArrayList<>();
    Optional<Share> inner = counted.or(() -> Optional.of(tasks)).filter(share -> share.all() > 0);
    if (listing.isPresent()) {
      parts.add(listing.get().outer.orElse(listing.get()).shown());
    } else if (pass.isPresent()) {
      parts.add(pass.get().share().shown(Duration.between(pass.get().began(), now)));
    } else if (isLong(activityBegan, now)) {
      inner.map(share -> share.shown(Duration.between(activityBegan, now))).ifPresent(parts::add);
    }
    steps.map(share -> share.shown(Duration.between(stepsBegan, now))).ifPresent(parts::add);
    return parts.isEmpty()
        ? "under way for " + shownTime(Duration.between(activityBegan, now).toSeconds())
        : String.join("; ", parts);
  }

  private static boolean isLong(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(NOW_AND_THEN) >= 0;
  }

  /** Text such as "25 s", "3 min" or "2 h 5 min". */
  private static String shownTime(long seconds) {
    long minutes = (seconds + 30) / 60;
    if (seconds < 100) {
      return seconds + " s";
    }
    return minutes < 60 ? minutes + " min" : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }
}
