package dev.gatehouse.host.console;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.text;

import dev.gatehouse.host.console.Arrow.Lane;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A sequence diagram as SVG, and the same as a table for those who do not see it. Colours come
/// from the style sheet.
final class SequenceDiagram {
  private static final int WIDE = 214;
  private static final int NARROW = 186;
  private static final int MANY = 6;
  private static final int HEAD = 54;
  private static final int ROW = 46;
  private static final int MARGIN = 12;
  private static final int HEAD_LETTERS = 25;
  private static final double LETTER = 6.7;

  private final List<Arrow> arrows;
  private final List<Lane> lanes;
  private final UnaryOperator<String> shown;
  private final int lane;

  private SequenceDiagram(List<Arrow> arrows, UnaryOperator<String> shown) {
    this.arrows = arrows;
    this.shown = shown;
    var ordered = new TreeSet<Lane>(Comparator.comparing(Lane::role).thenComparing(Lane::name));
    arrows.forEach(arrow -> {
      ordered.add(arrow.from());
      ordered.add(arrow.to());
    });
    this.lanes = new ArrayList<>(ordered);
    this.lane = lanes.size() < MANY ? WIDE : NARROW;
  }

  /// @param name what the diagram shows, for screen readers
  /// @param shown hides what must not be seen
  static DomContent of(String name, List<Arrow> arrows, UnaryOperator<String> shown) {
    var diagram = new SequenceDiagram(arrows, shown);
    return figure(attrs(".sequence"), diagram.svg(name), diagram.steps(name));
  }

  private DomContent svg(String name) {
    int width = lanes.size() * lane + 2 * MARGIN;
    int height = HEAD + arrows.size() * ROW + 2 * MARGIN;
    var svg =
        tag("svg")
            .attr("xmlns", "http://www.w3.org/2000/svg")
            .attr("viewBox", "0 0 " + width + " " + height)
            .attr("width", width)
            .attr("height", height)
            .withClass(lanes.size() < MANY ? "few" : "many")
            .attr("role", "img")
            .attr("aria-label", name);
    svg.with(tag("title").withText(name));
    svg.with(
        tag("desc")
            .withText(
                lanes.size() + " take part, in " + arrows.size() + " steps; a table follows."));
    for (Lane holder : lanes) {
      head(svg, holder, height);
    }
    for (int i = 0; i < arrows.size(); i++) {
      arrow(svg, arrows.get(i), HEAD + MARGIN + i * ROW + ROW / 2);
    }
    return div(attrs(".scroll"), svg)
        .attr("tabindex", 0)
        .attr("role", "group")
        .attr("aria-label", name);
  }

  private int x(Lane holder) {
    return MARGIN + lanes.indexOf(holder) * lane + lane / 2;
  }

  private void head(ContainerTag<?> svg, Lane holder, int height) {
    int x = x(holder);
    svg.with(
        line(x, HEAD - 6, x, height - MARGIN).withClass("life"),
        tag("rect")
            .attr("x", x - lane / 2 + 6)
            .attr("y", MARGIN)
            .attr("width", lane - 12)
            .attr("height", HEAD - MARGIN - 6)
            .attr("rx", 8)
            .withClass("lane"));
    if (holder.name().isEmpty()) {
      svg.with(label(x, MARGIN + 23, "lane-title", holder.title()));
    } else {
      svg.with(
          label(x, MARGIN + 15, "lane-title", holder.role().title()),
          label(x, MARGIN + 30, "lane-name", shortened(holder.name(), HEAD_LETTERS)));
    }
  }

  private void arrow(ContainerTag<?> svg, Arrow arrow, int y) {
    int from = x(arrow.from());
    int to = x(arrow.to());
    String kind =
        switch (arrow.kind()) {
          case CALL -> "call";
          case ANSWER -> "answer";
          case REFUSAL -> "refusal";
        };
    if (from == to) {
      svg.with(
          tag("circle").attr("cx", from).attr("cy", y + 6).attr("r", 4).withClass("self"),
          words(from, y, arrow, lane));
      took(svg, from, y, arrow);
      return;
    }
    int tip = to > from ? -1 : 1;
    svg.with(
        line(from, y + 6, to + tip * 2, y + 6).withClass(kind),
        tag("polygon")
            .attr(
                "points",
                "%d,%d %d,%d %d,%d".formatted(to, y + 6, to + tip * 9, y + 1, to + tip * 9, y + 11))
            .withClass("tip " + kind),
        words((from + to) / 2, y, arrow, Math.abs(to - from)));
    took(svg, (from + to) / 2, y, arrow);
  }

  private static void took(ContainerTag<?> svg, int x, int y, Arrow arrow) {
    arrow.took().ifPresent(took -> svg.with(label(x, y + 19, "took", Took.of(took))));
  }

  private DomContent words(int x, int y, Arrow arrow, int room) {
    int letters = (int) ((room - 16) / LETTER);
    return label(x, y, "words", shortened(shown.apply(arrow.what()), letters));
  }

  private static ContainerTag<?> line(int x1, int y1, int x2, int y2) {
    return tag("line").attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);
  }

  private static DomContent label(int x, int y, String style, String words) {
    return tag("text").withText(words).attr("x", x).attr("y", y).withClass(style);
  }

  private static String shortened(String text, int letters) {
    return text.codePointCount(0, text.length()) <= Math.max(2, letters)
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(1, letters - 1))) + "…";
  }

  private DomContent steps(String name) {
    var rows =
        arrows.stream()
            .map(arrow ->
                Parts.row(
                    text(arrow.from().title()),
                    text(arrow.to().title()),
                    text(shown.apply(arrow.what())),
                    text(arrow.took().map(Took::of).orElse(""))))
            .toList();
    return details(
        summary("The same, step by step"),
        Parts.listing(name + ", step by step", List.of("From", "To", "What", "Took"), rows));
  }
}
