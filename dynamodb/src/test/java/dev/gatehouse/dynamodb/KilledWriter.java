package dev.gatehouse.dynamodb;

import java.nio.file.Path;

/// Puts items and says so, until somebody kills it.
final class KilledWriter {
  private KilledWriter() {}

  public static void main(String[] args) {
    var tables = Tables.local(TestTables.REGION, TestTables.ACCOUNT, Path.of(args[0]));
    tables.create(TestTables.table(TestTables.PLAYERS));
    for (int i = 0; ; i++) {
      TestTables.call(
          tables, "PutItem", "{\"TableName\":\"Players\",\"Item\":{\"id\":{\"S\":\"" + i + "\"}}}");
      System.out.println("acknowledged " + i);
    }
  }
}
