package dev.gatehouse.aws;

import java.util.regex.Pattern;

/// An AWS region's code, `eu-west-1` say.
public record Region(String code) {
  private static final Pattern CODE = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");

  public Region {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a region code: " + code);
    }
  }

  @Override
  public String toString() {
    return code;
  }
}
