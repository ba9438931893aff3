import Ballast
import Foundation
import TestSupport
import Testing

/// Notebooks as a user meets them: run, checked, interrupted.
@Suite struct NotebookCommandTests: NotebookFixture {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Files pass from cell to cell, the program is on `PATH`, and the folder of the notebook is known.
    @Test func runsCellsInOrderAndWritesTheirOutputs() throws {
        try write(
            """
            ```yaml file=conf/run.yaml
            loss: {type: focal}
            ```
            ```sh
            cat conf/run.yaml
            ballast --version
            echo "$(basename "$NOTEBOOK")"
            echo "not shown" >&2
            ```
            Prose.

            """)
        let result = try notebook("run", "note.md")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output == "note.md: 2 cells, 1 output rewritten\n")
        #expect(result.errors.contains("note.md:4: sh cell run in "))
        let folder = URL(fileURLWithPath: directory.path).lastPathComponent
        #expect(
            try read() == """
                ```yaml file=conf/run.yaml
                loss: {type: focal}
                ```
                ```sh
                cat conf/run.yaml
                ballast --version
                echo "$(basename "$NOTEBOOK")"
                echo "not shown" >&2
                ```

                ```output
                loss: {type: focal}
                \(ballastVersion)
                \(folder)
                ```
                Prose.

                """)
        let again = try notebook("run", "note.md", "--quiet")
        #expect(again.output == "note.md: 2 cells, outputs as before\n" && again.errors.isEmpty)
        #expect(try notebook("check", "note.md").code == 0)
        #expect(!FileManager.default.fileExists(atPath: directory.file("conf")))
    }

    @Test func checkTellsAChangedDigitByItsLine() throws {
        try write("```sh\nprintf 'a\\n0.125\\nb\\n'\n```\n\n```output\na\n0.126\nb\n```\n\n```sh\necho new\n```\n")
        let before = try read()
        let result = try notebook("check", "note.md")
        #expect(result.code == 65)
        #expect(
            result.output == """
                note.md:5: the output of the sh cell at line 1 differs; expected -, got +:
                       7 - 0.126
                         + 0.125
                note.md:11: the sh cell prints and has no output block:
                         + new

                """)
        #expect(result.errors == "error: 1 of 1 notebooks did not pass the check\n")
        #expect(try read() == before)
        let json = try notebook("check", "--json", "note.md")
        let reports = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(json.code == 65 && reports.count == 1 && reports[0]["status"] as? String == "different")
        let differences = try #require(reports[0]["differences"] as? [[String: Any]])
        #expect(differences.map { $0["line"] as? Int } == [5, 11])
    }

    @Test func whatVariesIsShownAndNotCompared() throws {
        try write("```sh varying\ndate +%s%N\n```\n")
        #expect(try notebook("run", "note.md").code == 0)
        let first = try read()
        #expect(try notebook("check", "note.md").code == 0)
        #expect(try notebook("run", "note.md").code == 0)
        #expect(try read() != first)
    }

    @Test func figuresAreCopiedWhereTheyAreLinked() throws {
        try write(
            """
            ```sh
            mkdir figures; echo '<svg/>' > figures/a.svg; echo b > figures/b.svg
            ```
            ![curve](figures/a.svg "Curve") and ![remote](https://example.org/a.svg)

            """)
        let unlinked = try notebook("check", "note.md")
        #expect(unlinked.code == 65)
        #expect(unlinked.output.contains("note.md:4: the figure figures/a.svg is not beside the notebook"))
        let result = try notebook("run", "note.md")
        #expect(result.code == 0 && result.output == "note.md: 1 cell, outputs as before, figures/a.svg copied\n")
        #expect(try read("figures/a.svg") == "<svg/>\n")
        #expect(!FileManager.default.fileExists(atPath: directory.file("figures/b.svg")))
        #expect(try notebook("check", "note.md").code == 0)
    }

    @Test func foldersAreCheckedAndSlowNotebooksSkipped() throws {
        for name in ["books/slow.md", "books/more/quick.md"] {
            let path = directory.file(name)
            try FileManager.default.createDirectory(
                atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true)
        }
        try write("# Slow\n\n<!-- notebook: slow -->\n\n```sh\nexit 1\n```\n", to: "books/slow.md")
        try write("```sh\ntrue\n```\n", to: "books/more/quick.md")
        let quick = try notebook("check", "--quick", "books")
        #expect(quick.code == 0, "\(quick.errors)")
        let lines = quick.output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("books/more/quick.md: 1 cell as written"))
        #expect(lines.last == "books/slow.md: skipped, it is marked slow")
        let all = try notebook("check", "books")
        #expect(all.code == 65 && all.output.contains("books/slow.md:5: the sh cell failed with exit status 1"))
    }

    @Test func theScratchFolderIsKeptWhereItIsNamed() throws {
        try write("```sh\necho a > a.txt\n```\n")
        let result = try notebook("run", "note.md", "--scratch", "scratch")
        #expect(result.code == 0 && result.errors.contains("the cells ran in "), "\(result.errors)")
        #expect(try read("scratch/a.txt") == "a\n")
        let again = try notebook("run", "note.md", "--scratch", "scratch")
        #expect(again.code == 64 && again.errors.contains("the scratch folder scratch is not empty"))
    }

    @Test func anInterruptEndsTheCellAndWhatItStarted() throws {
        let text = """
            ```sh
            (trap '' TERM; sleep 300) &
            echo $! > "$NOTEBOOK/child.new"
            mv "$NOTEBOOK/child.new" "$NOTEBOOK/child"
            sleep 300
            ```

            """
        try write(text)
        let process = try Program.start(["notebook", "run", "note.md"], in: directory)
        let deadline = Date.now.addingTimeInterval(30)
        while !FileManager.default.fileExists(atPath: directory.file("child")), Date.now < deadline {
            Thread.sleep(forTimeInterval: 0.02)
        }
        kill(process.processIdentifier, SIGINT)
        let result = try Program.finish(process)
        #expect(result.code == 130)
        #expect(result.errors.contains("note.md:1: interrupted; the notebook is as it was"), "\(result.errors)")
        #expect(try read() == text)
        let child = try #require(Int32(try read("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        // Whoever inherits the child may take a moment to bury it.
        while kill(child, 0) == 0, Date.now < deadline { Thread.sleep(forTimeInterval: 0.02) }
        #expect(kill(child, 0) != 0)
    }

    @Test(arguments: [
        (["run", "none.md"], 74, "none.md"),
        (["check", "none.md"], 74, "none.md"),
        (["check", "empty"], 64, "there is no notebook (*.md) in empty"),
        (["check"], 64, "Missing expected argument"),
    ])
    func failures(arguments: [String], code: Int32, words: String) throws {
        try FileManager.default.createDirectory(
            atPath: directory.file("empty"), withIntermediateDirectories: true)
        let result = try Program.run(["notebook"] + arguments, in: directory)
        #expect(result.code == code && result.errors.contains(words), "\(result.errors)")
    }
}
