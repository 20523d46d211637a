// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The macros of a pipeline's folder: SQL that its files share, expanded before anything else. */
public final class Macros {
  /** Their file's name. */
  public static final String FILE = Macro.FILE;

  static final Macros NONE = new Macros(new TreeMap<>(), Map.of(), Set.of());

  private final SortedMap<String, Macro> macros;
  private final Map<String, List<Mention>> calls;
  private final Set<String> defined;

  private Macros(
      SortedMap<String, Macro> macros, Map<String, List<Mention>> calls, Set<String> defined) {
    this.macros = macros;
    this.calls = calls;
    this.defined = defined;
  }

  /** Those of a text that can be used; of the others there are findings. */
  static Macros read(String text, Findings findings) {
    MacroReader reader = MacroReader.read(text, findings);
    SortedMap<String, Macro> macros = reader.macros();
    Map<String, List<Mention>> calls = new HashMap<>();
    macros.forEach((name, macro) -> calls.put(name, called(macro)));
    Map<String, Set<String>> dependencies = new HashMap<>();
    calls.forEach(
        (name, mentions) -> {
          Set<String> called = new TreeSet<>();
          mentions.forEach(each -> called.add(each.name()));
          called.retainAll(macros.keySet());
          dependencies.put(name, called);
        });
    DependencyOrder order = DependencyOrder.of(dependencies);
    if (!order.cycle().isEmpty()) {
      findings.add(
          Macro.FILE,
          macros.get(order.cycle().get(0)).place(),
          "found a cycle: %s; allowed: macros that don't lead back to themselves"
              .formatted(String.join(" calls ", order.cycle())));
      macros.keySet().retainAll(order.names()); // what waits for the cycle would have no end
    }
    return new Macros(macros, calls, Set.copyOf(reader.names()));
  }

  boolean isEmpty() {
    return macros.isEmpty();
  }

  Optional<Macro> find(String name) {
    return Optional.ofNullable(macros.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Tells whether macros.sql has a macro of this name, in lower case, also one that can't be used:
   * of a call that stays what it was there is a finding, or of its macro.
   */
  public boolean defines(String name) {
    return defined.contains(name);
  }

  /** Their names, in lower case, with where macros.sql has them. */
  public List<Mention> names() {
    return macros.values().stream().map(each -> new Mention(each.name(), each.place())).toList();
  }

  /** The functions, and other macros, that macros call, with where macros.sql has them. */
  public List<Mention> functions() {
    return macros.keySet().stream().flatMap(name -> calls.get(name).stream()).toList();
  }

  /** The functions, and other macros, that a macro calls. */
  List<Mention> calls(Macro macro) {
    return calls.get(macro.name());
  }

  /** The meaning of macros that are called, and of those that they call themselves; else empty. */
  String meaning(Collection<Mention> called) {
    SortedMap<String, String> meanings = new TreeMap<>();
    Deque<Mention> waiting = new ArrayDeque<>(called);
    while (!waiting.isEmpty()) {
      String name = waiting.poll().name();
      Macro macro = macros.get(name);
      if (macro != null && meanings.putIfAbsent(name, macro.meaning()) == null) {
        waiting.addAll(calls.get(name));
      }
    }
    return String.join("\n", meanings.values());
  }

  /**
   * A query in which each call of the macro is replaced by its text.
   *
   * @param file of the query, for findings
   */
  LogicalPlan expanded(LogicalPlan plan, String file, Findings findings) {
    return isEmpty() ? plan : new MacroExpansion(this, file, findings).of(plan);
  }

  private static List<Mention> called(Macro macro) {
    Set<Mention> calls = new LinkedHashSet<>();
    if (macro.isColumns()) {
      macro
          .columns("", mistake -> {})
          .ifPresent(columns -> columns.forEach(each -> addCalls((Expression) each, calls)));
    } else {
      macro.value("", mistake -> {}).ifPresent(value -> addCalls(value, calls));
    }
    return List.copyOf(calls);
  }

  private static void addCalls(Expression part, Set<Mention> calls) {
    if (part instanceof UnresolvedFunction function) {
      String name = function.nameParts().last().toLowerCase(Locale.ROOT);
      calls.add(new Mention(name, function.origin()));
    }
    seqAsJavaList(part.children()).forEach(child -> addCalls(child, calls));
  }
}
