/* A checklist with the reader's ticks and notes as a spreadsheet or a document, made here, on this device: nothing is
   sent anywhere. Fetched when one is asked for. Both kinds of file are zip archives of a few XML files. */
(function () {
  "use strict";
  const { word } = window.handbook;
  const TEXT = {
    item: word("list-item"),
    group: word("list-group"),
    state: word("list-state"),
    yes: word("list-yes"),
    choices: word("list-state-choices").replaceAll(";", ","),
    who: word("list-responsible"),
    date: word("list-date"),
    notes: word("list-notes"),
    address: word("list-address"),
    done: word("list-done"),
    locale: handbook.language === "en" ? "en-GB" : "es-419",
    edition: word("edition"),
    on: word("list-on"),
  };
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const TYPES = {
    xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  };
  const REFUSED =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const xml = (text) =>
    String(text)
      .replace(REFUSED, "")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;");

  // ------------------------------------------------------------------------------------------------ what is in it

  function rowsOf(box, items) {
    const list = box.dataset.checklist;
    return [...box.querySelectorAll("ul.checklist > li")].map((row) => {
      const id = row.id.slice(list.length + 2);
      const label = row.querySelector("label");
      const help = label.querySelector("em:not(.whose)");
      const group = row.closest("fieldset")?.querySelector("legend");
      const text = [...label.childNodes]
        .filter((node) => node !== help)
        .map((node) => node.textContent)
        .join("");
      return {
        id,
        group: group ? group.textContent.trim() : "",
        text: text.trim(),
        help: help ? help.textContent.trim() : "",
        done: Boolean(items[id]?.done),
        note: items[id]?.note ?? "",
        address: `${pageAddress()}#${row.id}`,
      };
    });
  }

  // A page opened from a folder has an address that means nothing elsewhere.
  function pageAddress() {
    const published = document.querySelector("link[rel=canonical]");
    return location.protocol === "file:" && published ? published.href : location.href.split("#")[0];
  }

  const today = () => {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  };

  // Edition, author and short address are those that the page gives to programs.
  function facts(box) {
    const site = document.querySelector(".md-logo").title;
    const { version, author, identifier } = JSON.parse(
      document.querySelector("script[type='application/ld+json']").textContent,
    );
    return {
      title: box.querySelector(".checklist-title").textContent.trim(),
      whose: box.querySelector("p.whose")?.textContent ?? "",
      site,
      author: author.map(({ name }) => name).join(", "),
      short: identifier,
      about: `${site}. ${TEXT.edition} ${version}. ${TEXT.on} ${today()}. CC BY 4.0`,
    };
  }

  function properties({ title, site, author }) {
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    const date = (name) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${now}</dcterms:${name}>`;
    return `${HEAD}<cp:coreProperties xmlns:cp="${PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(title)}</dc:title><dc:subject>${xml(site)}</dc:subject><dc:creator>${xml(author)}</dc:creator><dc:language>${TEXT.locale}</dc:language>${date("created")}${date("modified")}</cp:coreProperties>`;
  }

  function shell(main, type, parts) {
    const override = ([name, kind]) => `<Override PartName="/${name}" ContentType="${kind}"/>`;
    const types = [
      [main, type],
      ...parts,
      ["docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
    ];
    return {
      "[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${types.map(override).join("")}</Types>`,
      "_rels/.rels": relationships([
        [`${OFFICE}/officeDocument`, main],
        [`${PACKAGE}relationships/metadata/core-properties`, "docProps/core.xml"],
      ]),
    };
  }

  function relationships(list) {
    const one = ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`;
    return `${HEAD}<Relationships xmlns="${PACKAGE}relationships">${list.map(one).join("")}</Relationships>`;
  }

  // ------------------------------------------------------------------------------------------------- spreadsheet

  function spreadsheet(about, rows) {
    const SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    const header = ["ID", TEXT.group, TEXT.item, TEXT.state, TEXT.who, TEXT.date, TEXT.notes, TEXT.address];
    const widths = [18, 18, 60, 13, 18, 12, 40, 40];
    const first = 5;
    const cell = (column, row, text, style) =>
      `<c r="${"ABCDEFGH"[column]}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(text)}</t></is></c>`;
    const line = (row, texts, style, more = "") =>
      `<row r="${row}"${more}>${texts.map((text, column) => cell(column, row, text, style)).join("")}</row>`;
    const height = (texts) => {
      const lines = texts.map((text, column) =>
        String(text)
          .split("\n")
          .reduce((sum, part) => sum + Math.max(1, Math.ceil((part.length * 1.1) / widths[column])), 0),
      );
      return Math.min(400, 15 * Math.max(...lines) + 3);
    };
    const body = rows.map((row, index) => {
      const texts = [
        row.id,
        row.group,
        row.help ? `${row.text} (${row.help})` : row.text,
        row.done ? TEXT.yes : "",
        "",
        "",
        row.note,
        row.address,
      ];
      return line(first + 1 + index, texts, 3, ` ht="${height(texts)}" customHeight="1"`);
    });
    const last = first + rows.length;
    const sheet = `${HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:H${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="${first}" topLeftCell="A${first + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>${line(1, [about.title], 1)}${line(2, [about.about], 0)}${line(3, [about.short], 0)}${line(first, header, 2)}${body.join("")}</sheetData><autoFilter ref="A${first}:H${last}"/><dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" sqref="D${first + 1}:D${last}"><formula1>"${TEXT.choices}"</formula1></dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
    const styles = `${HEAD}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><color rgb="FF0B4F6C"/><name val="Calibri"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF0B4F6C"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FFCBD8DC"/></bottom></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
    const name = xml(
      about.title
        .replace(/[[\]:*?/\\']/g, " ")
        .replace(/\s+/g, " ")
        .slice(0, 31)
        .trim(),
    );
    return {
      ...shell("xl/workbook.xml", `${SHEET}.sheet.main+xml`, [
        ["xl/worksheets/sheet1.xml", `${SHEET}.worksheet+xml`],
        ["xl/styles.xml", `${SHEET}.styles+xml`],
      ]),
      "docProps/core.xml": properties(about),
      "xl/workbook.xml": `${HEAD}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'${name}'!$A$${first}:$H$${last}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'${name}'!$${first}:$${first}</definedName></definedNames></workbook>`,
      "xl/_rels/workbook.xml.rels": relationships([
        [`${OFFICE}/worksheet`, "worksheets/sheet1.xml"],
        [`${OFFICE}/styles`, "styles.xml"],
      ]),
      "xl/worksheets/sheet1.xml": sheet,
      "xl/styles.xml": styles,
    };
  }

  // ---------------------------------------------------------------------------------------------------- document

  function textDocument(about, rows) {
    const KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    const widths = [1000, 6600, 2200, 1500, 3400];
    const run = (text, more = "") =>
      `<w:r>${more && `<w:rPr>${more}</w:rPr>`}${String(text)
        .split("\n")
        .map((part) => `<w:t xml:space="preserve">${xml(part)}</w:t>`)
        .join("<w:br/>")}</w:r>`;
    const paragraph = (inside, style = "") =>
      `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}${inside}</w:p>`;
    const cell = (inside, column, shade = "") =>
      `<w:tc><w:tcPr><w:tcW w:w="${widths[column]}" w:type="dxa"/>${shade}</w:tcPr>${inside}</w:tc>`;
    const box = (row, index) =>
      `<w:sdt><w:sdtPr><w:alias w:val="${xml(row.text.slice(0, 60))}"/><w:tag w:val="${xml(row.id.slice(0, 60))}"/><w:id w:val="${1001 + index}"/><w14:checkbox><w14:checked w14:val="${Number(row.done)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent>${run(row.done ? "☒" : "☐", '<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>')}</w:sdtContent></w:sdt>`;
    const header = [TEXT.done, TEXT.item, TEXT.who, TEXT.date, TEXT.notes];
    const shade = '<w:shd w:val="clear" w:color="auto" w:fill="E4EEF2"/>';
    const edge = (side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="7F9AA5"/>`;
    const table = (group) => {
      const top = `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${header.map((text, column) => cell(paragraph(run(text, "<w:b/>")), column, shade)).join("")}</w:tr>`;
      const lines = group.map(([row, index]) => {
        const text = paragraph(run(row.text)) + (row.help ? paragraph(run(row.help, '<w:i/><w:sz w:val="18"/>')) : "");
        const cells = [paragraph(box(row, index)), text, paragraph(""), paragraph(""), paragraph(run(row.note))];
        return `<w:tr><w:trPr><w:cantSplit/></w:trPr>${cells.map((inside, column) => cell(inside, column)).join("")}</w:tr>`;
      });
      return `<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("")}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("")}</w:tblGrid>${top}${lines.join("")}</w:tbl>`;
    };
    const groups = new Map();
    rows.forEach((row, index) => groups.set(row.group, [...(groups.get(row.group) ?? []), [row, index]]));
    const parts = [...groups].map(([name, group]) => (name ? paragraph(run(name), "Heading1") : "") + table(group));
    const heading = (id, name, size, level) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/>${level === "" ? "" : `<w:outlineLvl w:val="${level}"/>`}</w:pPr><w:rPr><w:b/><w:color w:val="0B4F6C"/><w:sz w:val="${size}"/></w:rPr></w:style>`;
    return {
      ...shell("word/document.xml", `${KIND}.document.main+xml`, [["word/styles.xml", `${KIND}.styles+xml`]]),
      "docProps/core.xml": properties(about),
      "word/_rels/document.xml.rels": relationships([[`${OFFICE}/styles`, "styles.xml"]]),
      "word/styles.xml": `${HEAD}<w:styles xmlns:w="${WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/><w:lang w:val="${TEXT.locale}"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${heading("Title", "Title", 40, "")}${heading("Heading1", "heading 1", 26, 0)}</w:styles>`,
      "word/document.xml": `${HEAD}<w:document xmlns:w="${WORD}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"><w:body>${paragraph(run(about.title), "Title")}${paragraph(run(about.about))}${paragraph(run(about.short))}${about.whose && paragraph(run(about.whose))}${parts.join("")}${paragraph("")}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="1000" w:bottom="1134" w:left="1000" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    };
  }

  // --------------------------------------------------------------------------------------------------------- zip

  const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) value = CRC[(value ^ byte) & 255] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  /** An archive whose entries are stored as they are; names are ASCII. */
  function zip(files) {
    const encoder = new TextEncoder();
    const now = new Date();
    const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
    const date = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate();
    const record = (sizes, values) => {
      const view = new DataView(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 0)));
      let at = 0;
      sizes.forEach((size, index) => {
        if (size === 2) view.setUint16(at, values[index], true);
        else view.setUint32(at, values[index], true);
        at += size;
      });
      return new Uint8Array(view.buffer);
    };
    const parts = [];
    const index = [];
    let offset = 0;
    for (const [name, text] of Object.entries(files)) {
      const [path, data] = [encoder.encode(name), encoder.encode(text)];
      const common = [20, 0x0800, 0, time, date, crc32(data), data.length, data.length, path.length, 0];
      const local = record([4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2], [0x04034b50, ...common]);
      index.push(
        record([4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4], [0x02014b50, 20, ...common, 0, 0, 0, 0, offset]),
        path,
      );
      parts.push(local, path, data);
      offset += local.length + path.length + data.length;
    }
    const size = index.reduce((sum, part) => sum + part.length, 0);
    const count = Object.keys(files).length;
    const end = record([4, 2, 2, 2, 2, 4, 4, 2], [0x06054b50, 0, 0, count, count, size, offset, 0]);
    return new Blob([...parts, ...index, end]);
  }

  /** Give the reader the list in ``box`` with what is remembered of its items, as an xlsx or docx file. */
  handbook.checklistFile = function (box, items, kind) {
    const [about, rows] = [facts(box), rowsOf(box, items)];
    const files = kind === "xlsx" ? spreadsheet(about, rows) : textDocument(about, rows);
    const { download, fileName } = handbook.device;
    download(`${fileName(about.title)}.${kind}`, zip(files), TYPES[kind]);
  };
})();
