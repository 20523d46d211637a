// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What pipeline.yaml says to Airflow: {@code schedule} and the section {@code airflow}. The DAG is
 * made from it without Java; it is checked here so that authors learn of mistakes before that.
 */
final class AirflowSettings {
  static final String SCHEDULE = "schedule";
  static final String SECTION = "airflow";

  /** It runs when a relation of another pipeline has changed that it refers to. */
  private static final String ON_UPDATE = "on-update";

  private static final List<String> PRESETS =
      List.of("@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly", "@once");

  private static final Pattern CRON = Pattern.compile("\\S+(\\s+\\S+){4,6}");

  private static final AllowedValue<String> TIME =
      AllowedValue.text(
          "%s, a cron expression of 5 to 7 fields, or %s"
              .formatted(String.join(", ", PRESETS), ON_UPDATE),
          text ->
              PRESETS.contains(text)
                  || text.equals(ON_UPDATE)
                  || CRON.matcher(text.strip()).matches());

  private static final AllowedValue<String> TASKS = AllowedValue.oneOf(List.of("three", "one"));

  private AirflowSettings() {}

  /** Adds what is wrong to the findings. */
  static void check(Section root, ReferencesReader.Read references) {
    root.section(SECTION, List.of("tasks")).optional("tasks", TASKS);
    if (!root.has(SCHEDULE)) {
      return;
    }
    List<String> parts =
        root.isList(SCHEDULE)
            ? root.requiredList(SCHEDULE, TIME).orElse(List.of())
            : root.optional(SCHEDULE, TIME).stream().toList();
    Optional<String> second =
        parts.stream().filter(part -> !part.equals(ON_UPDATE)).skip(1).findFirst();
    second.ifPresent(
        time ->
            root.refuse(
                SCHEDULE, "a second time, '%s'".formatted(time), "one time, and " + ON_UPDATE));
    boolean readsOthers =
        references.sections().values().stream().anyMatch(section -> section.has("pipeline"));
    if (parts.contains(ON_UPDATE) && !readsOthers) {
      root.refuse(
          SCHEDULE,
          ON_UPDATE + ", and no reference to another pipeline",
          "a time, or a reference with pipeline and relation, whose updates it waits for");
    }
  }
}
