package dev.gatehouse.cloudformation;

/// Something in the template that is accepted and has no effect.
public record Notice(String path, String text) {
  public Notice {
    path = OneLine.of(path);
    text = OneLine.of(text);
  }

  public String line() {
    return path + ": " + text;
  }
}
