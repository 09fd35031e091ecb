package dev.gatehouse.dynamodb;

import static dev.gatehouse.dynamodb.TestTables.ACCOUNT;
import static dev.gatehouse.dynamodb.TestTables.ARN;
import static dev.gatehouse.dynamodb.TestTables.MATCHES;
import static dev.gatehouse.dynamodb.TestTables.PLAYERS;
import static dev.gatehouse.dynamodb.TestTables.REGION;
import static dev.gatehouse.dynamodb.TestTables.call;
import static dev.gatehouse.dynamodb.TestTables.request;
import static dev.gatehouse.dynamodb.TestTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.fidelity.Shows;
import dev.gatehouse.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
  private static final String PUT_MBAPPE =
      "{\"TableName\":\"Players\",\"Item\":{\"id\":{\"S\":\"7\"},\"name\":{\"S\":\"Mbappé\"}}}";
  private static final String GET_MBAPPE =
      "{\"TableName\":\"Players\",\"Key\":{\"id\":{\"S\":\"7\"}}}";

  @TempDir private Path folder;

  @Test
  void itemsOutliveARestart() {
    try (var tables = Tables.local(REGION, ACCOUNT, folder)) {
      tables.create(table(PLAYERS));
      call(tables, "PutItem", PUT_MBAPPE);
    }
    try (var tables = Tables.local(REGION, ACCOUNT, folder)) {
      tables.create(table(PLAYERS));
      assertThat(name(tables)).isEqualTo("Mbappé");
    }
  }

  @Test
  @Shows("dynamodb.operations.durable")
  void acknowledgedItemOutlivesAKill() throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int acknowledged = acknowledgedBeforeKilling(writer);
    try (var tables = Tables.local(REGION, ACCOUNT, folder)) {
      tables.create(table(PLAYERS));
      for (int i = 0; i <= acknowledged; i++) {
        assertThat(
                call(
                        tables,
                        "GetItem",
                        "{\"TableName\":\"Players\",\"Key\":{\"id\":{\"S\":\"" + i + "\"}}}")
                    .has("Item"))
            .as("item %s of %s", i, acknowledged)
            .isTrue();
      }
    }
  }

  private static int acknowledgedBeforeKilling(Process writer) throws Exception {
    try (BufferedReader lines = writer.inputReader()) {
      for (int i = 0; i < 20; i++) {
        assertThat(lines.readLine()).isEqualTo("acknowledged " + i);
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return 19;
  }

  @Test
  void memoryEndsWithTheTables() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(PLAYERS));
      call(tables, "PutItem", PUT_MBAPPE);
    }
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(PLAYERS));
      assertThat(call(tables, "GetItem", GET_MBAPPE).has("Item")).isFalse();
    }
  }

  @Test
  void tableWithAnotherKeyIsAFaultThatNamesBoth() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(PLAYERS));
      assertThatThrownBy(() -> tables.create(table(PLAYERS.replace("\"S\"", "\"N\""))))
          .isInstanceOf(TableException.class)
          .hasMessageContainingAll("Players", "id (S)", "id (N)");
    }
  }

  @Test
  void changedIndexesTimeToLiveAndProtectionAreBroughtUpToDate() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(MATCHES));
      tables.create(
          table(
              MATCHES
                  .replace("by-rival", "rivals")
                  .replace("expires", "gone")
                  .replace(
                      "\"BillingMode\"", "\"DeletionProtectionEnabled\":true,\"BillingMode\"")));
      var found = call(tables, "DescribeTable", "{\"TableName\":\"Matches\"}").path("Table");
      assertThat(found.path("GlobalSecondaryIndexes")).hasSize(1);
      assertThat(found.at("/GlobalSecondaryIndexes/0/IndexName").asString()).isEqualTo("rivals");
      assertThat(found.path("DeletionProtectionEnabled").asBoolean()).isTrue();
      assertThat(
              call(tables, "DescribeTimeToLive", "{\"TableName\":\"Matches\"}")
                  .at("/TimeToLiveDescription/AttributeName")
                  .asString())
          .isEqualTo("gone");
    }
  }

  @Test
  @Shows("dynamodb.operations.protection")
  void protectedTableIsNotDeletedButAnUnprotectedOneIs() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(
          table(
              PLAYERS.replace(
                  "\"BillingMode\"", "\"DeletionProtectionEnabled\": true, \"BillingMode\"")));
      tables.create(table(MATCHES));
      assertThat(tables.forward(request("DeleteTable", "{\"TableName\":\"Players\"}")).status())
          .isEqualTo(400);
      assertThat(tables.forward(request("DeleteTable", "{\"TableName\":\"Matches\"}")).status())
          .isEqualTo(200);
    }
  }

  @Test
  @Shows("dynamodb.operations.wire")
  void describedArnsAreOursAndTheChecksumIsOfWhatIsSent() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(MATCHES));
      HttpResponse answer =
          tables.forward(request("DescribeTable", "{\"TableName\":\"" + ARN + "Matches\"}"));
      assertThat(answer.body().text())
          .contains("\"TableArn\":\"" + ARN + "Matches\"")
          .contains("\"IndexArn\":\"" + ARN + "Matches/index/by-rival\"")
          .doesNotContain("ddblocal");
      assertThat(answer.headers().first("Content-Type")).contains("application/x-amz-json-1.0");
      assertThat(answer.headers().first("x-amzn-RequestId").orElse("")).isNotEmpty();
      var crc32 = new CRC32();
      crc32.update(answer.body().bytes());
      assertThat(answer.headers().first("x-amz-crc32")).contains(Long.toString(crc32.getValue()));
    }
  }

  @Test
  void memberInAnotherCaseDoesNotReachTheEngine() {
    try (var tables = Tables.inMemory(REGION, ACCOUNT)) {
      tables.create(table(PLAYERS));
      tables.create(table(PLAYERS.replace("Players", "Secrets")));
      call(tables, "PutItem", PUT_MBAPPE.replace("Players", "Secrets"));
      String both = GET_MBAPPE.replace("}}}", "}},\"tableName\":\"Secrets\"}");
      assertThat(call(tables, "GetItem", both).has("Item")).isFalse();
      assertThat(call(tables, "GetItem", GET_MBAPPE.replace("Players", "Secrets")).has("Item"))
          .isTrue();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noSocketListens() throws IOException {
    List<String> before = listeningSockets();
    try (var tables = Tables.local(REGION, ACCOUNT, folder)) {
      tables.create(table(PLAYERS));
      assertThat(listeningSockets()).isEqualTo(before);
    }
    try (var _ = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(listeningSockets()).as("a socket would have been seen").isNotEqualTo(before);
    }
  }

  @Test
  void folderThatCannotBeUsedIsAClearFault() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (var tables = Tables.local(REGION, ACCOUNT, file)) {
      assertThatThrownBy(() -> tables.create(table(PLAYERS))).isInstanceOf(TableException.class);
    }
  }

  private static String name(Tables tables) {
    return call(tables, "GetItem", GET_MBAPPE).at("/Item/name/S").asString();
  }

  /// Inodes of this process's own sockets that the kernel lists in state LISTEN (0A).
  private static List<String> listeningSockets() throws IOException {
    var own = new ArrayList<String>();
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        if (Files.isSymbolicLink(descriptor)) {
          own.add(target(descriptor));
        }
      }
    }
    var listening = new ArrayList<String>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+");
        if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
          listening.add(columns[1]);
        }
      }
    }
    return listening;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return "closed meanwhile";
    }
  }
}
