package dev.gatehouse.cloudformation.sam;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Something to say about a template on the way through the transform.
///
/// @param place below the template's root: `Resources`, the logical id, then names of members
public record Finding(List<String> place, String text) {
  public Finding {
    place = List.copyOf(place);
    requireNonNull(text, "text");
  }
}
