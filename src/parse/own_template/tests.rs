use super::*;

const COMPONENTS: [&str; 2] = ["parts", "sign"];

fn prepared(text: &str) -> String {
    match own_template(text, &COMPONENTS) {
        Ok(template) => template.prepared,
        Err(problems) => panic!("{text}: {problems:?}"),
    }
}

fn fault(text: &str) -> (String, String) {
    let problems = own_template(text, &COMPONENTS).expect_err(text);
    let first = &problems[0];
    (text[first.span.start..first.span.end].to_owned(), first.message.english())
}

#[test]
fn each_turn_of_a_loop_is_counted_and_all_else_stays() {
    assert_eq!(prepared("a{# no #}b"), "ab");
    assert_eq!(prepared("{{ view.title }} {{- x.y | upper -}}"), "{{ view.title }} {{- x.y | upper -}}");
    assert_eq!(prepared("{% for x in view.y %}z{% endfor %}"), "{% for x in view.y %}{{ aims_turn() }}z{% endfor %}");
    assert_eq!(
        prepared("{%- for k, v in y -%} z{%- endfor -%}"),
        "{%- for k, v in y -%}{{ aims_turn() -}} z{%- endfor -%}"
    );
    assert_eq!(prepared("{{ \"}} {%\" }}"), "{{ \"}} {%\" }}");
}

#[test]
fn values_conditions_and_components_are_read() {
    for text in [
        "{% if a and not (b or c.d == 'x') %}1{% elif e is not defined %}2{% else %}3{% endif %}",
        "{{ x | default(value=\"none\") | trim }}",
        "{{ view.body | safe }}",
        "{{ <parts p={x.parts} class=\"y\" /> }}",
        "{% if x | length > 3 %}{% endif %}{% if 'a' in x %}{% endif %}",
        "é {{ x }} ü",
    ] {
        prepared(text);
    }
}

#[test]
fn what_could_grow_reach_or_hang_is_a_fault_at_its_place() {
    for (text, at, message) in [
        ("a {% set x = 1 %}", "set x = 1", "`set` is nothing that such a template can have"),
        (
            "{% include \"/etc/passwd\" %}",
            "include \"/etc/passwd\"",
            "`include` is nothing that such a template can have",
        ),
        ("{{ get_env(name=\"HOME\") }}", "(", "this cannot stand here"),
        ("{{ a ~ a }}", "~", "this cannot stand here"),
        ("{{ a * 9 }}", "*", "this cannot stand here"),
        ("{% for i in range(end=9) %}{% endfor %}", "(", "this cannot stand here"),
        ("{{ a | replace(from=\"a\", to=\"aa\") }}", "replace", "no such filter can be used here"),
        ("{{ view.title | safe }}", "safe", "this value is no HTML"),
        ("{{ <other p={x} /> }}", "other", "no component is called that"),
        ("{% if a %}b", "if a", "this `if` is never closed"),
        ("{% endfor %}", "endfor", "`endfor` closes nothing that is open here"),
        ("{% if a %}{% else %}{% else %}{% endif %}", "else", "`else` closes nothing that is open here"),
        ("{{ a", "{{", "`{{` is never closed"),
        ("{{ }}", "", "a value is missing here"),
        ("{{ a['b'] }}", "[", "this cannot stand here"),
        ("{% for x %}{% endfor %}", "", "`in` is missing here"),
        ("{% raw %}{% endraw %}", "raw", "`raw` is nothing that such a template can have"),
        ("{{ \"a\\\"\" }}", "{{", "`{{` is never closed"),
        ("{{ x.0 }}", "0", "a key is missing here"),
        ("{{-}}", "", "a value is missing here"),
        ("{%-%}", "", "`` is nothing that such a template can have"),
    ] {
        let (place, told) = fault(text);
        assert_eq!((place.as_str(), told.as_str()), (at, message), "{text}");
    }
    assert!(own_template(&"{% if a %}".repeat(5_000), &COMPONENTS).is_err());
    assert!(own_template(&format!("{{% if {}a %}}{{% endif %}}", "(".repeat(5_000)), &COMPONENTS).is_err());
}

#[test]
fn no_text_makes_it_panic() {
    let pieces =
        ["{{", "}}", "{%", "%}", "-", "é", "\"", "'", " for x in ", "if", "<", "/>", ".", "|", "𝒳", "\n", "(", "safe"];
    let mut state = 7_usize;
    for _ in 0..4_000 {
        let mut text = String::new();
        for _ in 0..9 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) % pieces.len()]);
        }
        let _ = own_template(&text, &COMPONENTS);
    }
}
