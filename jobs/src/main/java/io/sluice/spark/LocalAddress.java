// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/**
 * The address that Spark listens on where all of it is in one process. Spark takes the one that the
 * machine's name stands for, and ends where it stands for none, or for none of this machine's.
 */
final class LocalAddress {
  private static final String LOOPBACK = "127.0.0.1";

  private LocalAddress() {}

  /** Takes the loopback address where there is no better one, and none is configured. */
  static void chooseFor(SparkConf conf, Map<String, String> environment) {
    boolean isNamed =
        Stream.of("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME").anyMatch(environment::containsKey)
            || conf.contains("spark.driver.host");
    if (conf.get("spark.master", "").startsWith("local") && !isNamed && !isOwn()) {
      Utils.setCustomHostname(LOOPBACK);
    }
  }

  private static boolean isOwn() {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getLocalHost()) != null;
    } catch (IOException e) { // no address goes by the machine's name
      return false;
    }
  }
}
