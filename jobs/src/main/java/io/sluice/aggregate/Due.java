package io.sluice.aggregate;

import io.sluice.change.Covered;
import io.sluice.change.State;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which aggregations have to be computed: those that don't cover the last change of data, and those
 * whose SQL, or the SQL of one that they read, is another now.
 */
final class Due {
  private final Pipeline pipeline;
  private final Map<String, String> hashes = new HashMap<>();

  Due(Pipeline pipeline) {
    this.pipeline = pipeline;
    pipeline
        .aggregations()
        .forEach(aggregation -> hashes.put(aggregation.relation(), hashed(aggregation)));
  }

  /** In dependency order; none before anything is published. */
  List<Aggregation> relations(State state) {
    return state.lastData() == 0
        ? List.of()
        : pipeline.aggregations().stream()
            .filter(aggregation -> isBehind(aggregation, state) || hasOtherSql(aggregation, state))
            .toList();
  }

  /** Whether nothing but changed SQL makes them due. */
  boolean onlyBySql(State state) {
    return pipeline.aggregations().stream().noneMatch(each -> isBehind(each, state));
  }

  /** The last change that every aggregation covers, 0 for none. */
  long covered(State state) {
    return pipeline.aggregations().stream()
        .mapToLong(aggregation -> state.coveredBy(aggregation.relation()))
        .min()
        .orElse(state.lastData());
  }

  /** Of an aggregation's SQL and of all that it is computed from. */
  String hash(Aggregation aggregation) {
    return hashes.get(aggregation.relation());
  }

  private static boolean isBehind(Aggregation aggregation, State state) {
    return state.coveredBy(aggregation.relation()) < state.lastData();
  }

  private boolean hasOtherSql(Aggregation aggregation, State state) {
    Covered covered = state.covered().get(aggregation.relation());
    return covered == null || !covered.sqlHash().equals(hash(aggregation));
  }

  private String hashed(Aggregation aggregation) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(aggregation.sql().hash().getBytes(StandardCharsets.UTF_8));
      for (String relation : new TreeSet<>(aggregation.reads())) {
        // Those that it reads come first in the pipeline's order.
        digest.update(hashes.getOrDefault(relation, "").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    }
  }
}
