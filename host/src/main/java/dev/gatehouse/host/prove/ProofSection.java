package dev.gatehouse.host.prove;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/// A proof as a part of a page for its owner. What the template says is escaped.
public final class ProofSection {
  private ProofSection() {}

  public static DomContent of(Proof proof) {
    return section(
        h2("Proof"),
        p(proof.summary() + "."),
        div(table(
                thead(
                    tr(
                        each(
                            List.of("Door", "Lock", "Attempts", "Got in", "Opened", "Notes"),
                            name -> th(name).attr("scope", "col")))),
                tbody(each(proof.doors(), ProofSection::row))))
            .withClass("wide"),
        each(proof.doors(), door -> each(door.gotIn(), ProofSection::intrusion)));
  }

  private static DomContent row(DoorProof door) {
    return tr(
        td(code(door.method() + " " + door.path())),
        td(door.lock()),
        td(door.open() ? "open by design" : String.valueOf(door.attempts())),
        td(door.open() ? "" : String.valueOf(door.gotIn().size())),
        td(door.open() ? "" : door.opened()),
        td(String.join("; ", notes(door))));
  }

  private static List<String> notes(DoorProof door) {
    var notes = new ArrayList<>(door.counts());
    door.notTried().forEach(what -> notes.add("not tried: " + what));
    return notes;
  }

  private static DomContent intrusion(Intrusion intrusion) {
    return section(
            h3("Got in: " + intrusion.attack()),
            p(text("Through "), code(intrusion.through()), text(": " + intrusion.how())),
            p(code(intrusion.request())))
        .withClass("finding high");
  }
}
