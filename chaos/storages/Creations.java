// SPDX-License-Identifier: Apache-2.0

import io.sluice.storage.Storage;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Creates small files as the jobs do. With {@code race}, two threads create each file at once, and
 * a line a file says how many succeeded; with {@code write}, it goes on until it is killed.
 *
 * <pre>java -cp ... Creations.java race|write FOLDER FILES BYTES</pre>
 */
final class Creations {
  private static final Storage STORAGE = new Storage(new Configuration());

  private Creations() {}

  public static void main(String[] args) throws Exception {
    Path folder = new Path(args[1]);
    int files = Integer.parseInt(args[2]);
    int bytes = Integer.parseInt(args[3]);
    ExecutorService threads = Executors.newFixedThreadPool(2, Creations::daemon);
    for (int number = 1; number <= files; number++) {
      Path file = new Path(folder, "%06d.json".formatted(number));
      if (args[0].equals("race")) {
        CyclicBarrier together = new CyclicBarrier(2);
        Future<Boolean> one = threads.submit(creates(together, file, "1".repeat(bytes)));
        Future<Boolean> other = threads.submit(creates(together, file, "2".repeat(bytes)));
        String winner = one.get() ? "1" : "2";
        System.out.println(
            (one.get() ? 1 : 0) + (other.get() ? 1 : 0) + " created, "
                + (STORAGE.read(file).equals(winner.repeat(bytes)) ? "whole" : "not whole"));
      } else {
        STORAGE.createIfAbsent(file, "1".repeat(bytes));
        System.out.println(number);
      }
    }
  }

  /** A thread that doesn't keep a program alive which has failed. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private static Callable<Boolean> creates(CyclicBarrier together, Path file, String text) {
    return () -> {
      together.await();
      return STORAGE.createIfAbsent(file, text);
    };
  }
}
