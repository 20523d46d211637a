// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.Sql;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A set of keys loses those that backfilled dates had, once no date has them any more. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class LostKeysTest {
  private static final Sql OTHER = new Sql(false, "other");

  @TempDir static Path root;

  @Test
  void keys_stay_while_one_date_has_them_and_go_with_the_last() throws IOException {
    Shop shop = Shop.in(root);
    shop.land(land("a.csv", record(1, 1, "u1"), record(2, 1, "u2")));
    shop.land(land("b.csv", record(3, 2, "u2"), record(4, 2, "u3")));
    Run.transform(2).happen(shop);
    Run.aggregate().happen(shop);
    assertThat(keys(shop)).containsExactly("unknown u1", "unknown u2", "unknown u3");

    new ChangeSql(OTHER).happen(shop);
    Run.backfill("2024-03-01", "2024-03-01").happen(shop);
    Run.aggregate().happen(shop);
    assertThat(keys(shop)).containsExactly("other u1", "other u2", "unknown u2", "unknown u3");

    Run.backfill("2024-03-02", "2024-03-02").happen(shop);
    Run.aggregate().happen(shop);
    assertThat(keys(shop)).containsExactly("other u1", "other u2", "other u3");
    new NothingToDo().happen(shop);
  }

  /** Which keys a date has lost can't be told without its former rows. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keys_are_right_though_the_former_rows_of_a_date_are_lost(boolean gone) throws IOException {
    Shop shop = Shop.in(root);
    shop.land(land("a.csv", record(1, 1, "u1"), record(2, 1, "u2")));
    shop.land(land("b.csv", record(3, 2, "u2"), record(4, 2, "u3")));
    Run.transform(2).happen(shop);
    Run.aggregate().happen(shop);
    new ChangeSql(OTHER).happen(shop);
    DeltaFolder table =
        new DeltaFolder(shop.workspace().in("tables/" + TransactionsPipeline.TABLE));
    for (String file : table.current()) {
      if (file.contains("2024-03-01")) {
        lose(table.folder().resolve(file), gone);
      }
    }
    Run.backfill("2024-03-01", "2024-03-02").happen(shop);
    Run.aggregate().happen(shop);
    assertThat(keys(shop)).containsExactly("other u1", "other u2", "other u3");
    new NothingToDo().happen(shop);
  }

  /** It is gone, or has other content of the same size, which the checksum beside it tells. */
  private static void lose(Path file, boolean gone) throws IOException {
    if (gone) {
      Files.delete(file);
    } else {
      byte[] content = Files.readAllBytes(file);
      content[content.length - 20] ^= 1;
      Files.write(file, content);
    }
  }

  private static Land land(String name, String... records) {
    return new Land("no categories", name, Transactions.file(records), Land.Age.NEWEST);
  }

  private static String record(int id, int day, String user) {
    return Transactions.record(
        id,
        Map.of(
            "product_category",
            "",
            "user_id",
            user,
            "event_time",
            Producer.date(day) + " 10:00:00"));
  }

  private static SortedSet<String> keys(Shop shop) {
    SortedSet<String> keys = new TreeSet<>();
    TransactionsPipeline.aggregation(shop.workspace(), "category_customers")
        .forEach(row -> keys.add(row.get("product_category") + " " + row.get("user_id")));
    return keys;
  }
}
