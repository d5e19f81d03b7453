#include "ui/dialogs/fieldeditor.h"

#include "base/utf8.h"
#include "base/visible.h"
#include "ui/dialogs/datefield.h"
#include "ui/dialogs/nameguard.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/dialogs/picktable.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/secretedit.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int lineCount = 4;
constexpr int usualDays = 7;
constexpr int visibleOptions = 8;
constexpr int largestNumber = 1'000'000'000;
constexpr qint64 largestFile =
    64 * 1024; // limit for reading a file into a multi-line field, in bytes

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(text);
}

} // namespace

using operations::Field;

FieldEditor::FieldEditor(Theme &theme, Field field, const QJsonValue &value, const QDate &today,
                         QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_field(std::move(field))
    , m_problem(new NotePanel(theme, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::unit);
    QWidget *line = makeInput(value, today);
    setFocusProxy(m_input);
    if (!m_guard) {
        m_input->setObjectName(m_field.key);
        m_input->setAccessibleName(m_field.label);
        m_input->setAccessibleDescription(m_field.hint);
    }
    if (!m_guard && m_field.type != Field::Type::Flag) {
        auto *label = new QLabel(asCaption(m_field.label), this);
        label->setBuddy(m_input);
        column->addWidget(label);
    }
    column->addWidget(line);
    if (m_choice) {
        m_onlyOption = makeLabel({}, TextSize::Body, this);
        m_onlyOption->setObjectName(m_field.key + "Only"_L1);
        m_onlyOption->setWordWrap(true);
        m_onlyOption->hide();
        column->addWidget(m_onlyOption);
    }
    if (!m_field.hint.isEmpty() && !m_hint)
        column->addWidget(makeHint(this));
    m_problem->setObjectName(m_field.key + "Problem"_L1);
    m_problem->hide();
    column->addWidget(m_problem);
}

void FieldEditor::setOptions(const std::vector<Field::Option> &options)
{
    if (m_field.type != Field::Type::Choice)
        return;
    m_optionCount = options.size();
    if (m_chosen.isEmpty() && m_field.required && options.size() == 1)
        m_chosen = options.front().value; // there is nothing else to choose
    if (m_table) {
        QStringList values;
        m_options.clear();
        for (const Field::Option &option : options) {
            values.append(option.value);
            m_options.insert(option.value, option);
        }
        m_table->setIds(values);
        m_table->setPicked(m_chosen);
        return;
    }
    std::vector<forms::LaunchOption> shown;
    for (const Field::Option &option : options)
        shown.push_back({option.value, shortened(option.label), option.value == m_chosen});
    m_choice->setOptions(shown);
    const bool isOnly = m_field.required && m_field.looksUp && options.size() == 1;
    m_onlyOption->setText(isOnly ? shown.front().text : QString());
    m_onlyOption->setVisible(isOnly);
    m_choice->setHidden(isOnly);
}

bool FieldEditor::takesInput() const
{
    return !isHidden() && (!m_choice || !m_choice->isHidden());
}

void FieldEditor::propose(const QJsonValue &value)
{
    if (m_chosen.isEmpty())
        m_chosen = value.toString();
}

void FieldEditor::setLeast(int least)
{
    if (!m_number)
        return;
    const QSignalBlocker notEdited(m_number); // the number may grow with it
    m_number->setMinimum(least);
    if (!m_hint)
        return;
    const QString &hintPattern = m_field.hint;
    m_hint->setText(hintPattern.arg(least));
    m_input->setAccessibleDescription(m_hint->text());
}

void FieldEditor::setGuarded(const QString &name)
{
    if (!m_guard)
        return;
    const QString &labelPattern = m_field.label;
    m_guard->guard(name, labelPattern.arg(isolated(name)));
    setHidden(name.isEmpty());
}

void FieldEditor::setProblem(const QString &problem)
{
    const QString said = problem.isEmpty() ? m_difference : problem;
    m_problem->setNote(NotePanel::Kind::Problem, said);
    m_input->setAccessibleDescription(!said.isEmpty() ? said : m_hint ? m_hint->text() : QString());
}

void FieldEditor::follow(const QJsonValue &derived)
{
    if (m_value() == m_derived && m_setText) {
        const QSignalBlocker notEdited(m_input);
        m_setText(derived.toString());
    }
    m_derived = derived;
}

QLabel *FieldEditor::makeHint(QWidget *parent)
{
    m_hint = makeLabel(m_field.hint, TextSize::Small, parent);
    m_hint->setWordWrap(true);
    setSecondary(m_hint);
    return m_hint;
}

QWidget *FieldEditor::makeInput(const QJsonValue &value, const QDate &today)
{
    switch (m_field.type) {
    case Field::Type::Text:
        return makeText(value);
    case Field::Type::Lines:
        return makeLines(value);
    case Field::Type::NewFile:
        return makeNewFile(value);
    case Field::Type::Number:
        return makeNumber(value);
    case Field::Type::Choice:
        return makeChoice(value);
    case Field::Type::Flag:
        return makeFlag(value);
    case Field::Type::Typed:
        return makeTyped(value.toString());
    case Field::Type::Password:
        return makePassword();
    case Field::Type::Date:
        break;
    }
    return makeDate(value, today);
}

QWidget *FieldEditor::makeText(const QJsonValue &value)
{
    auto *text = new QLineEdit(value.toString(), this);
    text->selectAll();
    m_value = [text] {
        return textOrNull(text->text());
    };
    m_setText = [text](const QString &derived) {
        text->setText(derived);
    };
    // Not textEdited: assistive technology sets the text as a program does.
    connect(text, &QLineEdit::textChanged, this, &FieldEditor::edited);
    return m_input = text;
}

QWidget *FieldEditor::makeLines(const QJsonValue &value)
{
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    auto *text = new QPlainTextEdit(value.toString(), whole);
    text->setTabChangesFocus(true);
    setTextSize(text, TextSize::Mono);
    text->setFixedHeight(lineCount * text->fontMetrics().lineSpacing() + 2 * metrics::gap);
    m_value = [text] {
        return textOrNull(text->toPlainText());
    };
    connect(text, &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    auto *open = new QPushButton(tr("Open file…"), whole);
    open->setObjectName(m_field.key + "File"_L1);
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, [this, text] { loadInto(text); });
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    row->addWidget(open);
    if (!m_field.hint.isEmpty())
        row->addWidget(makeHint(whole), 1);
    else
        row->addStretch();
    column->addWidget(text);
    column->addLayout(row);
    m_input = text;
    return whole;
}

void FieldEditor::loadInto(QPlainTextEdit *text)
{
    auto *dialog = new QFileDialog(this, tr("Open file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    if (!m_field.folder.isEmpty())
        dialog->setDirectory(m_field.folder);
    connect(dialog, &QFileDialog::fileSelected, text, [this, text](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            setProblem(tr("%1 cannot be read: %2").arg(path, file.errorString()));
        else if (file.size() > largestFile)
            setProblem(tr("%1 is too large.").arg(path));
        else if (const auto read = textFromUtf8(file.readAll()))
            text->setPlainText(read->trimmed());
        else
            setProblem(tr("%1 is not a text file in UTF-8.").arg(path));
    });
    dialog->open();
}

QWidget *FieldEditor::makeNewFile(const QJsonValue &value)
{
    auto *whole = new QWidget(this);
    auto *row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    auto *path = new QLineEdit(value.toString(), whole);
    m_value = [path] {
        const QString typed = path->text();
        return textOrNull(typed.startsWith("~/"_L1) ? QDir::home().filePath(typed.sliced(2))
                                                    : typed);
    };
    m_setText = [path](const QString &derived) {
        path->setText(derived);
    };
    connect(path, &QLineEdit::textChanged, this, &FieldEditor::edited);
    auto *choose = new QPushButton(tr("Choose…"), whole);
    choose->setObjectName(m_field.key + "Choose"_L1);
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this, path] {
        auto *dialog = new QFileDialog(this, m_field.label);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        // Nothing is overwritten: an existing file is reported below the field.
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->selectFile(path->text());
        connect(dialog, &QFileDialog::fileSelected, path, &QLineEdit::setText);
        dialog->open();
    });
    row->addWidget(path, 1);
    row->addWidget(choose);
    m_input = path;
    return whole;
}

QWidget *FieldEditor::makeNumber(const QJsonValue &value)
{
    m_number = new QSpinBox(this);
    m_number->setRange(0, largestNumber);
    if (!m_field.unit.isEmpty())
        m_number->setSuffix(u' ' + m_field.unit);
    m_number->setValue(value.toInt());
    m_number->selectAll();
    m_number->setMaximumWidth(m_number->sizeHint().width());
    m_value = [this] {
        return QJsonValue(m_number->value());
    };
    connect(m_number, &QSpinBox::valueChanged, this, &FieldEditor::edited);
    return m_input = m_number;
}

QWidget *FieldEditor::makeTable(const QJsonValue &value)
{
    std::vector<PickColumn> columns;
    for (qsizetype i = 0; i < m_field.columns.size(); ++i) {
        columns.push_back({m_field.columns[i], [this, i](const QString &id) {
                               const Field::Option &option = m_options[id];
                               return i == 0 ? shortened(option.label) : option.cells.value(i - 1);
                           }});
    }
    const auto problem = [this](const QString &id) {
        return m_options[id].problem;
    };
    //: Column: whether an option can be chosen.
    columns.push_back({tr("Fits"), [problem](const QString &id) {
                           return fitText(problem(id));
                       }});
    m_table = new PickTable(m_theme, std::move(columns), 0, visibleOptions, this);
    m_table->stretch(static_cast<int>(m_field.columns.size()));
    m_table->setObstacle(problem);
    m_chosen = value.toString();
    m_value = [this] {
        return textOrNull(m_chosen);
    };
    connect(m_table, &PickTable::picked, this, [this](const QString &chosen) {
        m_chosen = chosen;
        Q_EMIT edited();
    });
    return m_input = m_table;
}

QWidget *FieldEditor::makeChoice(const QJsonValue &value)
{
    if (!m_field.columns.isEmpty())
        return makeTable(value);
    m_choice = new OptionCombo(tr("Choose…"), this);
    m_chosen = value.toString();
    m_value = [this] {
        return textOrNull(m_chosen);
    };
    connect(m_choice, &OptionCombo::chosen, this, [this](const QString &chosen) {
        m_chosen = chosen;
        Q_EMIT edited();
    });
    return m_input = m_choice;
}

QWidget *FieldEditor::makeFlag(const QJsonValue &value)
{
    auto *flag = new QCheckBox(asCaption(m_field.label), this);
    flag->setChecked(value.toBool());
    m_value = [flag] {
        return QJsonValue(flag->isChecked());
    };
    connect(flag, &QCheckBox::clicked, this, &FieldEditor::edited);
    return m_input = flag;
}

QWidget *FieldEditor::makeDate(const QJsonValue &value, const QDate &today)
{
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::gap);
    auto *date = new DateField(m_theme, whole);
    date->setMinimumDate(today);
    const QDate entered = QDate::fromString(value.toString(), Qt::ISODate);
    date->setDate(entered.isValid() ? std::max(entered, today) : today.addDays(usualDays));
    row->addWidget(date);
    auto *none = m_field.none.isEmpty() ? nullptr : new QCheckBox(asCaption(m_field.none), whole);
    for (const auto &[days, text] : {std::pair(7, tr("In a week")), std::pair(30, tr("In 30 days")),
                                     std::pair(90, tr("In 90 days"))}) {
        auto *step = new QPushButton(text, whole);
        step->setAutoDefault(false);
        setButtonKind(step, ButtonKind::Quiet);
        connect(step, &QPushButton::clicked, this, [none, date, day = today.addDays(days)] {
            if (none)
                none->setChecked(false);
            date->setDate(day);
        });
        row->addWidget(step);
    }
    row->addStretch();
    column->addLayout(row);
    if (none) {
        none->setObjectName(m_field.key + "None"_L1);
        none->setChecked(value.toString() == "none"_L1);
        date->setDisabled(none->isChecked());
        connect(none, &QCheckBox::toggled, this, [this, date](bool on) {
            date->setDisabled(on);
            Q_EMIT edited();
        });
        column->addWidget(none);
    }
    m_value = [date, none] {
        return QJsonValue(none && none->isChecked() ? u"none"_s
                                                    : date->date().toString(Qt::ISODate));
    };
    connect(date, &QDateEdit::dateChanged, this, &FieldEditor::edited);
    m_input = date;
    return whole;
}

QWidget *FieldEditor::makePassword()
{
    auto *whole = new QWidget(this);
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::gap);
    auto *first = new SecretEdit(m_theme, whole);
    auto *second = new SecretEdit(m_theme, whole);
    second->setObjectName(m_field.key + "Again"_L1);
    second->setAccessibleName(tr("Repeat the password"));
    auto *label = new QLabel(asCaption(tr("Repeat the password")), whole);
    label->setBuddy(second);
    column->addWidget(first);
    column->addWidget(label);
    column->addWidget(second);
    m_value = [first, second] {
        return first->text() == second->text() ? textOrNull(first->text())
                                               : QJsonValue(QJsonValue::Undefined);
    };
    const auto changed = [this, first, second] {
        // While the second one is typed it is not wrong yet.
        m_difference =
            first->text().startsWith(second->text()) ? QString() : tr("The two entries differ.");
        Q_EMIT edited();
    };
    connect(first, &QLineEdit::textChanged, this, changed);
    connect(second, &QLineEdit::textChanged, this, changed);
    m_input = first;
    return whole;
}

QWidget *FieldEditor::makeTyped(const QString &name)
{
    m_guard = new NameGuard(m_field.key, this);
    const QString &labelPattern = m_field.label;
    m_guard->setName(name, labelPattern.arg(isolated(name)));
    m_value = [] {
        return QJsonValue(QJsonValue::Undefined);
    };
    connect(m_guard, &NameGuard::changed, this, &FieldEditor::edited);
    m_input = m_guard;
    return m_guard;
}

} // namespace oriel::ui
