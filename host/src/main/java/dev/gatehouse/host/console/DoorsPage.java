package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.code;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.text;
import static j2html.TagCreator.ul;

import dev.gatehouse.door.Door;
import dev.gatehouse.door.Lock;
import dev.gatehouse.host.console.Premises.Entrance;
import j2html.tags.DomContent;
import java.util.List;

/// All doors with their locks; those that are open come first.
final class DoorsPage {
  private DoorsPage() {}

  static DomContent of(Premises premises, boolean visited) {
    return j2html.TagCreator.each(
        visited ? text("") : welcome(), open(premises), listing(premises));
  }

  private static DomContent welcome() {
    return p(
        attrs(".note"),
        text("New here? "),
        a("Walk through the doors").withHref(Page.ROOT + "/walk"),
        text(" with real requests, and see what each lock says."));
  }

  /// Discovery documents are for everyone by their nature.
  private static DomContent open(Premises premises) {
    List<Entrance> open =
        premises.entrances().stream()
            .filter(entrance -> entrance.door().lock() instanceof Lock.Open)
            .filter(entrance -> entrance.door().kind() != Door.Kind.OAUTH)
            .toList();
    if (open.isEmpty()) {
      return section(
          attrs(".shutter"), p(strong("No door is open."), text(" Every one asks for something.")));
    }
    return section(
        attrs(".alarm"),
        h2(open.size() == 1 ? "One door is open" : open.size() + " doors are open"),
        p("Anyone gets in, here and on AWS, without a word:"),
        ul(each(open, entrance -> li(code(entrance.door().method() + " " + entrance.url())))));
  }

  private static boolean document(Door door) {
    return door.kind() == Door.Kind.OAUTH && door.lock() instanceof Lock.Open;
  }

  private static DomContent lock(Door door) {
    return document(door) ? Parts.badge("public", "Public") : Parts.lock(door.lock());
  }

  private static String opensTo(Door door) {
    return document(door)
        ? "Anyone, as OpenID Connect wants it: keys to verify tokens with."
        : Parts.opensTo(door.lock());
  }

  private static DomContent listing(Premises premises) {
    var rows =
        premises.entrances().stream()
            .map(entrance ->
                Parts.row(
                    code(entrance.door().method()),
                    code(entrance.url()),
                    lock(entrance.door()),
                    text(opensTo(entrance.door())),
                    text(entrance.door().resource())))
            .toList();
    return Parts.listing(
        "Doors and their locks",
        List.of("Method", "Address", "Lock", "Opens to", "Resource"),
        rows);
  }
}
