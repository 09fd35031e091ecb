package dev.gatehouse.dynamodb;

import java.util.List;

/// What the properties of a table's resource come to.
public sealed interface TableReading {
  record Read(TableConfig table) implements TableReading {}

  /// Every fault, not just the first.
  record Faulty(List<TableFault> faults) implements TableReading {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }
}
