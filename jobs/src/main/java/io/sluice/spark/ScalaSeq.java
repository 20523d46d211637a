// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.List;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Java's lists as Spark's own classes take them. */
public final class ScalaSeq {
  private ScalaSeq() {}

  public static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toSeq();
  }
}
