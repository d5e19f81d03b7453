#include "ui/dialogs/fieldeditor.h"

#include "base/visible.h"
#include "ui/dialogs/notepanel.h"
#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QDate>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateEdit>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QVBoxLayout>

#include <limits>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int lineCount = 4;
constexpr qint64 largestFile = 64 * 1024; // what is read into a field of several lines, in bytes

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(text);
}

} // namespace

using operations::Field;

FieldEditor::FieldEditor(Theme &theme, Field field, const std::vector<Field::Option> &options,
                         const QJsonValue &value, QWidget *parent)
    : QWidget(parent)
    , m_field(std::move(field))
    , m_input(nullptr)
    , m_problem(new NotePanel(theme, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::unit);
    QWidget *line = makeInput(options, value);
    m_input->setObjectName(m_field.key);
    m_input->setAccessibleName(m_field.label);
    m_input->setAccessibleDescription(m_field.hint);
    setFocusProxy(m_input);
    if (m_field.type != Field::Type::Flag) {
        auto *label = new QLabel(asCaption(m_field.label), this);
        label->setBuddy(m_input);
        column->addWidget(label);
    }
    column->addWidget(line);
    if (!m_field.hint.isEmpty()) {
        QLabel *hint = makeLabel(m_field.hint, TextSize::Small, this);
        hint->setWordWrap(true);
        setSecondary(hint);
        column->addWidget(hint);
    }
    m_problem->setObjectName(m_field.key + "Problem"_L1);
    m_problem->hide();
    column->addWidget(m_problem);
}

void FieldEditor::setProblem(const QString &problem)
{
    m_problem->setNote(NotePanel::Kind::Problem, problem);
    m_input->setAccessibleDescription(problem.isEmpty() ? m_field.hint : problem);
}

void FieldEditor::follow(const QJsonValue &derived)
{
    if (m_value() == m_derived && m_setText)
        m_setText(derived.toString());
    m_derived = derived;
}

QWidget *FieldEditor::makeInput(const std::vector<Field::Option> &options, const QJsonValue &value)
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
        return makeChoice(options, value);
    case Field::Type::Flag:
        return makeFlag(value);
    case Field::Type::Date:
        break;
    }
    return makeDate(value);
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
    connect(text, &QLineEdit::textEdited, this, &FieldEditor::edited);
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
    column->addWidget(text);
    column->addWidget(open, 0, Qt::AlignLeft);
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
        else
            text->setPlainText(QString::fromUtf8(file.readAll()).trimmed());
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
    connect(path, &QLineEdit::textEdited, this, &FieldEditor::edited);
    auto *choose = new QPushButton(tr("Choose…"), whole);
    choose->setObjectName(m_field.key + "Choose"_L1);
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, [this, path] {
        auto *dialog = new QFileDialog(this, m_field.label);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        // Nothing is overwritten: that the file exists is told below the field.
        dialog->setOption(QFileDialog::DontConfirmOverwrite);
        dialog->selectFile(path->text());
        connect(dialog, &QFileDialog::fileSelected, path, [this, path](const QString &chosen) {
            path->setText(chosen);
            Q_EMIT edited();
        });
        dialog->open();
    });
    row->addWidget(path, 1);
    row->addWidget(choose);
    m_input = path;
    return whole;
}

QWidget *FieldEditor::makeNumber(const QJsonValue &value)
{
    auto *number = new QSpinBox(this);
    number->setRange(0, std::numeric_limits<int>::max());
    number->setValue(value.toInt());
    number->selectAll();
    m_value = [number] {
        return QJsonValue(number->value());
    };
    connect(number, &QSpinBox::valueChanged, this, &FieldEditor::edited);
    return m_input = number;
}

QWidget *FieldEditor::makeChoice(const std::vector<Field::Option> &options, const QJsonValue &value)
{
    auto *choice = new QComboBox(this);
    for (const Field::Option &option : options)
        choice->addItem(shortened(option.label), option.value);
    choice->setCurrentIndex(choice->findData(value.toString()));
    m_value = [choice] {
        return textOrNull(choice->currentData().toString());
    };
    connect(choice, &QComboBox::activated, this, &FieldEditor::edited);
    return m_input = choice;
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

QWidget *FieldEditor::makeDate(const QJsonValue &value)
{
    auto *date = new QDateEdit(this);
    date->setCalendarPopup(true);
    date->setDisplayFormat(u"yyyy-MM-dd"_s);
    date->setDate(QDate::fromString(value.toString(), Qt::ISODate));
    m_value = [date] {
        return QJsonValue(date->date().toString(Qt::ISODate));
    };
    connect(date, &QDateEdit::dateChanged, this, &FieldEditor::edited);
    return m_input = date;
}

} // namespace oriel::ui
