/// How a page looks on a screen, on a telephone and on paper.
enum PageStyle {
    static let css = """
        :root { color-scheme: light; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: #fff; color: #1a1a1a; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
          "Noto Sans", "DejaVu Sans", sans-serif; }
        header, main, footer { max-width: 1200px; margin: 0 auto; padding: 0 24px; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 28px 0 4px; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; margin: 40px 0 8px; padding-top: 10px; border-top: 1px solid #d5d5d5; }
        p { max-width: 75ch; margin: 8px 0; overflow-wrap: anywhere; }
        .subtitle { color: #444; margin: 0 0 14px; }
        nav ul { display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 0; list-style: none; }
        a { color: #00528a; }
        .note { border-left: 4px solid #D55E00; background: #fdf3ec; padding: 8px 12px; max-width: 90ch; }
        .scroll { overflow-x: auto; margin: 12px 0; }
        .scroll:focus-visible { outline: 2px solid #0072B2; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: 4px 0; white-space: nowrap; }
        th, td { padding: 4px 12px 4px 0; text-align: right; vertical-align: top; border-bottom: 1px solid #e4e4e4;
          font-weight: 400; white-space: nowrap; }
        thead th { border-bottom: 1.5px solid #777; font-weight: 600; vertical-align: bottom; }
        .text { text-align: left; white-space: normal; min-width: 9ch; max-width: 70ch; overflow-wrap: anywhere; }
        th.text:first-child { max-width: none; white-space: nowrap; }
        pre { background: #f6f6f6; border: 1px solid #e1e1e1; padding: 10px 12px; overflow-x: auto; font: 13.5px/1.45
          ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); gap: 20px 28px;
          align-items: start; }
        figure { margin: 12px 0; min-width: 0; max-width: 620px; }
        figure svg { display: block; width: 100%; height: auto; }
        figure svg image { image-rendering: pixelated; }
        figcaption { font-size: .93rem; color: #333; }
        figcaption strong { color: #1a1a1a; }
        footer { color: #444; font-size: .9rem; padding-top: 20px; padding-bottom: 40px; }
        @media (max-width: 600px) { header, main, footer { padding: 0 14px; } h1 { font-size: 1.4rem; } }
        @media print {
          @page { margin: 16mm 14mm; }
          body { font-size: 10pt; }
          header, main, footer { max-width: none; padding: 0; }
          nav { display: none; }
          h2, p { break-after: avoid; }
          h2 { margin-top: 18px; }
          footer { padding: 12px 0 0; break-before: avoid; }
          figcaption { font-size: 8.5pt; }
          figure, tr, .note { break-inside: avoid; }
          .figures { grid-template-columns: 1fr 1fr; gap: 10px 16px; }
          .scroll { overflow: visible; }
          table { font-size: 8.5pt; max-width: 100%; }
          th, td, caption, th.text:first-child { white-space: normal; padding-right: 8px; }
          thead { display: table-header-group; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8pt; overflow: visible; }
          a { color: inherit; text-decoration: none; }
        }
        """
}
