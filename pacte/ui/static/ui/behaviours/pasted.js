// What a clipboard holds as rows of cells between tabs: a table of Word or of a web page, whose
// plain text loses its rows where a cell holds several lines, is read as a table.
const quoted = (text) => (/["\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function words(cell) {
  for (const line of cell.querySelectorAll("br, p, li, div")) line.before("\n");
  return cell.textContent
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter(Boolean)
    .join("\n");
}

function fromTable(table) {
  const lines = [];
  const below = []; // cells that a merged one above covers, by column
  for (const row of table.rows) {
    const line = [];
    const covered = () => {
      while (below[line.length] > 0) {
        below[line.length] -= 1;
        line.push("");
      }
    };
    for (const cell of row.cells) {
      covered();
      const text = words(cell);
      for (let across = 0; across < cell.colSpan; across += 1) {
        below[line.length] = cell.rowSpan - 1;
        line.push(across ? "" : text);
      }
    }
    covered();
    lines.push(line.map(quoted).join("\t"));
  }
  return lines.join("\n");
}

export function tableText(clipboard) {
  const plain = clipboard?.getData("text/plain") ?? "";
  const markup = clipboard?.getData("text/html") ?? "";
  if (!/<table/i.test(markup)) return plain;
  // In Excel and LibreOffice Calc plain text is exact already; elsewhere the table is.
  if (/ProgId content="?Excel/i.test(markup) || /name="?ProgId"? content="?Excel/i.test(markup)) return plain;
  const table = new DOMParser().parseFromString(markup, "text/html").querySelector("table");
  return table ? fromTable(table) : plain;
}

// The text of one cell, null where there are several: with lines in it, a spreadsheet quotes it.
export function alone(text) {
  const trimmed = text.trim();
  if (/^"(?:[^"]|"")*"$/.test(trimmed) && trimmed.includes("\n")) return trimmed.slice(1, -1).replaceAll('""', '"').trim();
  return /[\n\t]/.test(trimmed) ? null : trimmed;
}
