// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One export: a published relation that is sent elsewhere.
 *
 * @param name its file's, without the ending
 * @param columns those that are sent, in this order; none where all are
 * @param personal what becomes of personal columns; empty where the file doesn't say
 */
public record Export(
    String name,
    String relation,
    List<String> columns,
    Optional<Personal> personal,
    Destination destination) {
  /** The folder of their files. */
  public static final String FOLDER = "exports";

  public Export {
    columns = List.copyOf(columns);
  }

  /** What becomes of columns that never show in logs and reports. */
  public enum Personal {
    /** They are sent as they are. */
    SEND,
    /** Null is sent in their place. */
    MASK
  }

  /** Its file in the pipeline's folder. */
  public String file() {
    return FOLDER + "/" + name + ".yaml";
  }

  /**
   * Hash of all that decides what its destination holds, and where that is.
   *
   * @throws io.sluice.problem.Problem INVALID where an environment variable isn't set
   */
  public String definition() {
    List<String> texts = new ArrayList<>();
    texts.add(relation);
    texts.add(columns.toString());
    texts.add(personal.toString());
    texts.add(destination.kind());
    texts.addAll(destination.identity(file()));
    return Sha256.shortOf(texts);
  }
}
