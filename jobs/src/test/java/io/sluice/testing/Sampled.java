// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Of the cases of a parameterized test, {@code make test} runs the first and every so manieth after
 * it; {@code make faults} and {@code make test-long} run all.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Sampled.OneOfSome.class)
public @interface Sampled {
  /** One of how many. */
  int value();

  /** Whether a case runs. */
  final class OneOfSome implements ExecutionCondition {
    private static final Pattern INVOCATION = Pattern.compile("test-template-invocation:#(\\d+)");

    /** Whether every case was asked for. */
    public static boolean isAll() {
      return "all".equals(System.getProperty("sluice.faults"));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Matcher invocation = INVOCATION.matcher(context.getUniqueId());
      if (isAll() || !invocation.find()) {
        return ConditionEvaluationResult.enabled("all cases, or no single one");
      }
      int number = Integer.parseInt(invocation.group(1));
      int oneOf =
          AnnotationSupport.findAnnotation(context.getElement(), Sampled.class)
              .orElseThrow()
              .value();
      return (number - 1) % oneOf == 0
          ? ConditionEvaluationResult.enabled("one of the sample")
          : ConditionEvaluationResult.disabled("make faults runs it");
    }
  }
}
