// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * A broker of Kafka for tests, which is its own controller: makes its folder where that is new, and
 * runs until it is ended. It listens on this machine alone.
 *
 * <pre>java -cp ... Broker.java FOLDER PORT [PROPERTIES]</pre>
 *
 * PROPERTIES is a file with more settings of the broker, which win. The controller listens on the
 * port after PORT.
 */
final class Broker {
  private Broker() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]).toAbsolutePath();
    int port = Integer.parseInt(args[1]);
    List<String> lines = new ArrayList<>();
    lines.add("process.roles=broker,controller");
    lines.add("node.id=1");
    lines.add("controller.quorum.voters=1@127.0.0.1:" + (port + 1));
    lines.add("controller.listener.names=CONTROLLER");
    lines.add("listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + (port + 1));
    lines.add("log.dirs=" + folder.resolve("log"));
    lines.add("auto.create.topics.enable=false");
    lines.add("offsets.topic.replication.factor=1");
    lines.add("offsets.topic.num.partitions=1");
    lines.add("transaction.state.log.replication.factor=1");
    lines.add("transaction.state.log.min.isr=1");
    lines.add("transaction.state.log.num.partitions=1");
    lines.add("share.coordinator.state.topic.replication.factor=1");
    lines.add("share.coordinator.state.topic.min.isr=1");
    lines.add("group.initial.rebalance.delay.ms=0");
    // Messages may have any time, and stay until somebody deletes them.
    lines.add("log.retention.ms=-1");
    if (args.length > 2) {
      lines.addAll(Files.readAllLines(Path.of(args[2])));
    }
    Files.createDirectories(folder);
    Path properties = Files.write(folder.resolve("broker.properties"), lines);
    String config = properties.toString();
    if (Files.notExists(folder.resolve("log/meta.properties"))) {
      String cluster = Uuid.randomUuid().toString();
      String[] format = {"format", "--cluster-id", cluster, "--config", config};
      int code = kafka.tools.StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    kafka.Kafka.main(new String[] {config});
  }
}
