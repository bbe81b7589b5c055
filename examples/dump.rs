//! tmp
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let s = cable_lint::source::read(path.clone(), std::fs::read(&path).unwrap()).unwrap();
    let r = cable_lint::rule::RuleSet::builtin().unwrap();
    let t = cable_lint::lex::lex(s.text());
    for d in cable_lint::document::parse(&s, &t, r.registers(), &r.assumptions) {
        let x = |sp| d.text(sp);
        println!("{:?} {:?} {:?}", d.kind, d.style, d.dating);
        println!("{:?}\n{:?}\n{:?}\n{:?}\n{:?}", d.identifier, d.routing, d.filing, d.prosign, d.date_time_group);
        println!("from {:?}", d.from.map(x));
        for a in &d.addressees {
            println!(
                "  {:?} {:?} {:?} {:?} {:?}",
                a.action,
                x(a.span),
                a.indicator.map(x),
                x(a.post),
                a.precedence.value
            );
        }
        println!("{:?} post {:?}", d.classification, d.classification.as_ref().map(|c| x(c.post)));
        println!("captions {:?}\npassing {:?}", d.captions, d.passing.iter().map(|s| x(*s)).collect::<Vec<_>>());
        println!(
            "{:?}\ntags {:?}\nsubject {:?}",
            d.order,
            d.tags.as_ref().map(|t| t.tokens.iter().map(|t| x(t.span)).collect::<Vec<_>>()),
            d.subject.map(|s| x(s.value))
        );
        for e in d.references.iter().flat_map(|r| &r.entries) {
            println!("  ref {:?} {:?} {:?}", e.letter, x(e.span), e.telegram);
        }
        println!("{:?}", d.authority);
        for f in d.authority.iter().flat_map(|a| &a.fields) {
            println!("  {:?} = {:?}", f.label.value, x(f.value));
        }
        for p in &d.paragraphs {
            println!(
                "  para {:?} {:?} {:?}",
                p.number,
                p.mark.map(|m| x(m.span)),
                &x(p.span).chars().take(60).collect::<String>()
            );
        }
        println!("{:?}", d.signature.map(|s| x(s.span)));
        for r in &d.repairs {
            println!("  repair {:?} {:?} -> {} {:?}", r.damage, x(r.span), r.read, r.witness.map(x));
        }
        println!("malformed {:?}", d.malformed);
    }
}
