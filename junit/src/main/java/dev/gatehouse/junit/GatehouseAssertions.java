package dev.gatehouse.junit;

/// To be imported statically; gets along with AssertJ's methods of the same name.
public final class GatehouseAssertions {
  private GatehouseAssertions() {}

  /// What a door is asked about is tried at the door itself.
  public static DoorAssert assertThat(Door door) {
    return new DoorAssert(door);
  }

  public static VisitAssert assertThat(Visit visit) {
    return new VisitAssert(visit);
  }
}
