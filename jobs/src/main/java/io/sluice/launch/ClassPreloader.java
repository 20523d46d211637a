// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.pipeline.Pipeline;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The classes that every job needs first, loaded by two threads: in a new JVM that takes longer
 * than all else that a short job does.
 */
final class ClassPreloader {
  private final Thread second = new Thread(ClassPreloader::loadWithoutSpark, "first-classes");

  /** Begins with those that need nothing, not even a logger. */
  ClassPreloader() {
    second.setDaemon(true);
    second.start();
  }

  /**
   * Loads the rest, and waits for both threads.
   *
   * @return Spark's copy of the Hadoop configuration: it holds what --conf spark.hadoop.… says
   */
  Configuration finish() {
    Pipeline.loadParser();
    try {
      second.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Only what knows nothing of Spark's objects: two threads that initialize classes of Scala from
   * different ends could deadlock.
   */
  private static void loadWithoutSpark() {
    Pipeline.loadGrammar();
    try {
      FileSystem.getFileSystemClass("file", new Configuration());
    } catch (IOException | RuntimeException e) {
      // The run meets the same trouble, and its message says so.
    }
  }
}
