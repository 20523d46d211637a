// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test that goes through one section of a page: all that it says to type, all it quotes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Scenario {
  /** The section's title. */
  String value();

  /** The page's name in {@code docs/}. */
  String page() default Runbook.PAGE;
}
