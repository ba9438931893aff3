import Foundation
import TestSupport
import Testing

/// What `notebook run` makes of cells, and how it refuses faulty ones.
@Suite struct NotebookCellTests: NotebookFixture {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Cells, and what `run` makes of them.
    static let rewritings: [(before: String, after: String)] = [
        // Blocks stay where they are, with the blank lines before them.
        ("```sh\necho b\n```\n\n\n```output\na\n```\nend\n", "```sh\necho b\n```\n\n\n```output\nb\n```\nend\n"),
        // A cell that prints nothing has no block.
        ("```sh\ntrue\n```\n\n```output\na\n```\nend\n", "```sh\ntrue\n```\nend\n"),
        ("```sh\ntrue\n```\nend\n", "```sh\ntrue\n```\nend\n"),
        // Fences are longer than the backticks in them.
        ("~~~sh\necho '````'\n~~~\n", "~~~sh\necho '````'\n~~~\n\n`````output\n````\n`````\n"),
        // A block is indented as its cell, and empty lines are not.
        (
            "- a\n  ```sh\n  echo a; echo; echo ' b'\n  ```\n",
            "- a\n  ```sh\n  echo a; echo; echo ' b'\n  ```\n\n  ```output\n  a\n\n   b\n  ```\n"
        ),
        // A skipped cell keeps what it has.
        ("```sh skip\nexit 1\n```\n```output\na\n```\n", "```sh skip\nexit 1\n```\n```output\na\n```\n"),
        // What has to fail shows its errors where they came.
        (
            "```sh fails=3\necho a; echo b >&2; echo c; exit 3\n```\n",
            "```sh fails=3\necho a; echo b >&2; echo c; exit 3\n```\n\n```output\na\nb\nc\n```\n"
        ),
        ("```sh fails\nkill -9 $$\n```\n", "```sh fails\nkill -9 $$\n```\n"),
        // Other languages, comments, and longer and indented fences hold no cells.
        ("````text\n```sh\nexit 1\n```\n````\n", "````text\n```sh\nexit 1\n```\n````\n"),
        ("<!--\n```sh\nexit 1\n```\n-->\n", "<!--\n```sh\nexit 1\n```\n-->\n"),
        ("    ```sh\n    exit 1\n    ```\n", "    ```sh\n    exit 1\n    ```\n"),
        // A swift cell with a file is written only.
        (
            "```swift file=P/a.swift\nlet a = 1\n```\n```sh\ncat P/a.swift\n```\n",
            "```swift file=P/a.swift\nlet a = 1\n```\n```sh\ncat P/a.swift\n```\n\n```output\nlet a = 1\n```\n"
        ),
        // Line ends stay as they are.
        (
            "```sh\r\necho a\r\n```\r\n",
            "```sh\r\necho a\r\n```\r\n\r\n```output\r\na\r\n```\r\n"
        ),
        // What a cell leaves running does not hold it up.
        ("```sh\nsleep 60 &\necho a\n```\n", "```sh\nsleep 60 &\necho a\n```\n\n```output\na\n```\n"),
    ]

    @Test(arguments: rewritings.indices)
    func rewrites(index: Int) throws {
        let (before, after) = Self.rewritings[index]
        try write(before)
        let result = try notebook("run", "note.md")
        #expect(result.code == 0, "\(result.errors)")
        #expect(try read() == after)
        let checked = try notebook("check", "note.md")
        #expect(checked.code == 0, "\(checked.output)")
    }

    /// Faults of notebooks, with the line that is named and the words that say what is allowed.
    static let faults: [(text: String, message: String)] = [
        (
            "# a\n\n```sh varyng\n```\n",
            ":3: unknown word \"varyng\" of a sh cell; allowed: varying, skip, fails, fails=CODE; "
                + "did you mean \"varying\"?"
        ),
        ("```sh file=a\n```\n", ":1: unknown word \"file=a\" of a sh cell; allowed: varying, skip, fails, fails=CODE"),
        ("```yaml file=a quick\n```\n", ":1: unknown word \"quick\" of a yaml cell; allowed: skip, file=PATH"),
        ("```yaml varying file=a\n```\n", ":1: \"varying\" is said of a cell that is written to a file and not run"),
        ("```yaml\na: 1\n```\n", ":1: a yaml cell needs file=PATH, where it is written"),
        ("```yaml file=../a\n```\n", ":1: file=../a: must be a path inside of the scratch folder"),
        ("```swift file=/a\n```\n", ":1: file=/a: must be a path inside of the scratch folder"),
        ("```swift file=a fails\n```\n", ":1: \"fails\" is said of a cell that is written to a file and not run"),
        ("```sh fails=0\n```\n", ":1: fails=0: must be an exit status from 1 to 255"),
        ("```sh skip skip\n```\n", ":1: \"skip\" is said twice of the cell"),
        ("a\n~~~text\n~~\n", ":2: the fence \"~~~text\" is not closed; it ends at a line of as many marks alone"),
        ("```sh\n```\na\n```output\n```\n", ":4: an output block that follows no cell directly"),
        ("```text\n```\n```output\n```\n", ":3: an output block that follows no cell directly"),
        ("a\n<!-- notebook: slwo -->\n", ":2: unknown mark of a notebook: got \"slwo\"; allowed: slow"),
        (
            "```sh\n```\n```sh\necho a; exit 3\n```\n",
            ":3: the sh cell failed with exit status 3; its output ends:\n    a"
        ),
        ("```sh\nfalse | true\n```\n", ":1: the sh cell failed with exit status 1; it printed nothing"),
        ("```sh\nkill -9 $$\n```\n", ":1: the sh cell failed with signal 9"),
        ("```sh fails\necho a\n```\n", ":1: the sh cell is marked \"fails\", but ended with exit status 0"),
        ("```sh fails=64\nexit 65\n```\n", ":1: the sh cell is marked \"fails=64\", but ended with exit status 65"),
    ]

    /// Faults are named by line, whatever passed before, and the notebook stays as it was.
    @Test(arguments: faults.indices)
    func faultsNameTheirLine(index: Int) throws {
        let text = "```sh\necho changed\n```\n```output\nold\n```\n"
        let (fault, message) = Self.faults[index]
        try write(fault + text)
        let result = try notebook("run", "note.md")
        #expect(result.code == 65 && result.errors.contains("error: note.md" + message), "\(result.errors)")
        #expect(try read() == fault + text)
        let checked = try notebook("check", "note.md")
        #expect(checked.code == 65 && checked.output.contains("note.md" + message), "\(checked.output)")
    }
}
