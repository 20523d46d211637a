// SPDX-License-Identifier: Apache-2.0

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Creates a topic that keeps the newest message of each key, as exports want it.
 *
 * <pre>java -cp ... Create.java SERVERS TOPIC PARTITIONS</pre>
 */
final class Create {
  private Create() {}

  public static void main(String[] args) throws Exception {
    NewTopic topic =
        new NewTopic(args[1], Integer.parseInt(args[2]), (short) 1)
            .configs(Map.of("cleanup.policy", "compact"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      admin.createTopics(List.of(topic)).all().get();
    }
    System.out.println("topic " + args[1] + " created");
  }
}
