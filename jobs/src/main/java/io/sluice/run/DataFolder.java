// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import org.apache.hadoop.fs.Path;

/** Folder of one pipeline's data: {@code <data>/<pipeline>} and the folders in it. */
public record DataFolder(Path root) {
  /** Files that arrive. */
  public Path landing() {
    return in("landing");
  }

  /** Consumed files. */
  public Path archive() {
    return in("archive");
  }

  /** Delivery notes: which files make a batch. */
  public Path batches() {
    return in("batches");
  }

  /** The change log. */
  public Path changes() {
    return in("changes");
  }

  public Path tables() {
    return in("tables");
  }

  /** The Delta table of a relation. */
  public Path table(String relation) {
    return new Path(tables(), relation);
  }

  /** The Structured Streaming checkpoint of a job, kept from run to run. */
  public Path checkpoint(String job) {
    return new Path(in("checkpoints"), job);
  }

  /** Prepared backfills that wait for a yes. */
  public Path plans() {
    return in("plans");
  }

  /** References that were checked; a run makes anew what is missing here. */
  public Path references() {
    return in("references");
  }

  /** Files that doctor has moved out of the way, by time; nothing reads it. */
  public Path aside() {
    return in("aside");
  }

  /** One report per run. */
  public Path runs() {
    return in("runs");
  }

  /** The lock files of writers; they stay when a run ends. */
  public Path leases() {
    return in("leases");
  }

  private Path in(String folder) {
    return new Path(root, folder);
  }
}
