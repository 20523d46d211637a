// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import org.apache.spark.unsafe.types.UTF8String;

/** Texts as the parsers get them. */
final class Text {
  private Text() {}

  static UTF8String of(String text) {
    return UTF8String.fromString(text);
  }
}
