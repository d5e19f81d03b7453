#include "ui/dialogs/detaileditor.h"

#include "base/visible.h"
#include "forms/errortext.h"
#include "operations/actions/actions.h"
#include "operations/operationcenter.h"
#include "store/cloudstores.h"
#include "store/snapshotset.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/situation.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/pairedits.h"

#include <QtCore/QJsonArray>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

using operations::Values;

DetailEditor::DetailEditor(const UiContext &ui, const operations::Action &action, QString id,
                           QWidget *parent)
    : QWidget(parent)
    , m_ui(ui)
    , m_action(action)
    , m_id(std::move(id))
    , m_note(new NotePanel(ui.theme, this))
    , m_save(new QPushButton(tr("Save"), this))
    , m_discard(new QPushButton(tr("Discard"), this))
{
    const QJsonValue before = present();
    QMap<QString, QString> items;
    const QJsonObject object = before.toObject();
    for (auto item = object.begin(); item != object.end(); ++item)
        items.insert(item.key(), item.value().toString());
    QStringList tags;
    const QJsonArray array = before.toArray();
    for (const QJsonValue &tag : array)
        tags.append(tag.toString());
    m_input = before.isArray()    ? makeTags(tags)
              : before.isObject() ? makeMetadata(items)
                                  : makeText(before.toString());
    m_input->setObjectName(u"detailInput"_s);
    if (!qobject_cast<PairEdits *>(m_input))
        m_input->setAccessibleName(action.fields.front().label);
    setFocusPolicy(Qt::StrongFocus); // while it is being saved
    setFocusProxy(m_input);
    m_note->setObjectName(u"detailProblem"_s);
    m_note->hide();
    m_save->setObjectName(u"saveDetail"_s);
    setButtonKind(m_save, ButtonKind::Primary);
    m_discard->setObjectName(u"discardDetail"_s);
    connect(m_save, &QPushButton::clicked, this, &DetailEditor::save);
    connect(m_discard, &QPushButton::clicked, this, &DetailEditor::closed);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_discard);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    layout->addWidget(m_input);
    const QString said = before.isArray() ? tr("Separate tags with commas.") : m_action.meaning;
    if (!said.isEmpty()) {
        auto *hint = makeLabel(said, TextSize::Small, this);
        hint->setWordWrap(true);
        setSecondary(hint);
        layout->addWidget(hint);
        m_input->setAccessibleDescription(hint->text());
    }
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    connect(&ui.stores.at(action.kind), &store::StoreBase::changed, this, &DetailEditor::check);
}

QJsonValue DetailEditor::present() const
{
    return m_action.fields.front().preset(situation(m_ui), m_id);
}

QWidget *DetailEditor::makeText(const QString &before)
{
    auto *edit = new QLineEdit(before, this);
    edit->selectAll();
    m_values = [edit, key = m_action.fields.front().key, before] {
        return edit->text() == before ? Values() : Values{{key, edit->text()}};
    };
    m_warning = [this, before] {
        const QString now = present().toString();
        return now == before ? QString()
                             : tr("Another user has changed this to “%1”. Saving replaces it.")
                                   .arg(isolated(now));
    };
    connect(edit, &QLineEdit::textChanged, this, &DetailEditor::edited);
    return edit;
}

QWidget *DetailEditor::makeTags(const QStringList &before)
{
    auto *edit = new QLineEdit(before.join(u", "_s), this);
    m_values = [edit, before] {
        QJsonObject changes;
        QStringList tags;
        for (const QString &tag : edit->text().split(u',')) {
            if (!tag.trimmed().isEmpty())
                tags.append(tag.trimmed());
        }
        for (const QString &tag : before) {
            if (!tags.contains(tag))
                changes.insert(tag, false);
        }
        for (const QString &tag : tags) {
            if (!before.contains(tag))
                changes.insert(tag, true);
        }
        return changes.isEmpty() ? Values() : Values{{u"changes"_s, changes}};
    };
    connect(edit, &QLineEdit::textChanged, this, &DetailEditor::edited);
    return edit;
}

QWidget *DetailEditor::makeMetadata(const QMap<QString, QString> &before)
{
    QMap<QString, QString> shown = before;
    for (auto item = before.begin(); item != before.end(); ++item) {
        if (item.key().startsWith(QLatin1StringView(store::tagPrefix)))
            shown.remove(item.key());
    }
    auto *edits = new PairEdits(m_ui.theme, shown, this);
    m_values = [edits] {
        const QJsonObject changes = edits->changes();
        return changes.isEmpty() ? Values() : Values{{u"changes"_s, changes}};
    };
    m_inputProblem = [edits] {
        return edits->problem();
    };
    connect(edits, &PairEdits::edited, this, &DetailEditor::edited);
    return edits;
}

/// Says what is wrong with what was entered so far.
void DetailEditor::check()
{
    if (!m_save->isEnabled() && !m_input->isEnabled())
        return; // it is being saved
    const operations::Situation now = situation(m_ui);
    const Values values = m_values();
    QString problem = m_inputProblem ? m_inputProblem() : QString();
    if (problem.isEmpty() && !values.isEmpty())
        problem = m_action.problem(now, m_id, values);
    const QString warning = m_warning && problem.isEmpty() ? m_warning() : QString();
    m_save->setEnabled(problem.isEmpty());
    if (problem.isEmpty())
        problem = m_failure;
    if (!problem.isEmpty())
        m_note->setNote(NotePanel::Kind::Problem, problem);
    else
        m_note->setNote(NotePanel::Kind::Caution, warning);
    m_input->setAccessibleDescription(problem.isEmpty() ? warning : problem);
}

void DetailEditor::edited()
{
    m_failure.clear();
    check();
}

void DetailEditor::save()
{
    if (!m_input->isEnabled())
        return; // it is being saved
    check();
    if (!m_save->isEnabled())
        return;
    const Values values = m_values();
    if (values.isEmpty()) {
        Q_EMIT closed();
        return;
    }
    m_failure = m_action.obstacle(situation(m_ui), m_id);
    check();
    if (!m_failure.isEmpty())
        return;
    setBusy(true);
    m_ui.operations.start(operations::actOn(operationContext(m_ui), m_action.key,
                                            m_action.targetOf(m_ui.stores, m_id), values),
                          this, [this](operations::Operation &operation) {
                              return operations::Report{.told = follow(operation)};
                          });
}

void DetailEditor::setBusy(bool busy)
{
    if (busy) {
        // Otherwise the focus would move on from what is disabled.
        setFocusProxy(nullptr);
        setFocus(Qt::OtherFocusReason);
    }
    for (QWidget *widget : std::initializer_list<QWidget *>{m_input, m_save, m_discard})
        widget->setEnabled(!busy);
    m_save->setText(busy ? tr("Saving…") : tr("Save"));
    if (!busy) {
        setFocusProxy(m_input);
        if (hasFocus())
            m_input->setFocus(Qt::OtherFocusReason);
    }
}

/// Whether the user has been notified.
bool DetailEditor::follow(const operations::Operation &operation)
{
    setBusy(false);
    if (operation.outcome() == operations::Outcome::Succeeded) {
        Q_EMIT closed();
        return false; // the window offers Undo
    }
    const QString what = m_action.outcome(operation.journalEntry());
    m_failure = what;
    if (const auto &error = operation.error()) {
        const forms::ErrorText words = forms::describe(*error, what);
        m_failure = QStringList{words.what, words.why, words.advice}.join(u' ').trimmed();
    }
    check();
    return isVisible();
}

void DetailEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    QMetaObject::invokeMethod(this, &DetailEditor::scrollIntoView, Qt::QueuedConnection);
}

/// The page around it grows later than it does.
void DetailEditor::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    for (QWidget *around = parentWidget(); around; around = around->parentWidget()) {
        if (const auto *area = qobject_cast<QScrollArea *>(around)) {
            connect(area->verticalScrollBar(), &QScrollBar::rangeChanged, this,
                    &DetailEditor::scrollIntoView, Qt::UniqueConnection);
            return;
        }
    }
}

/// The part with the focus in any case.
void DetailEditor::scrollIntoView()
{
    for (QWidget *around = parentWidget(); around; around = around->parentWidget()) {
        auto *area = qobject_cast<QScrollArea *>(around);
        if (!area)
            continue;
        area->ensureWidgetVisible(this, 0, metrics::pad);
        if (QWidget *focus = QApplication::focusWidget(); focus && isAncestorOf(focus))
            area->ensureWidgetVisible(focus, 0, metrics::pad);
        return;
    }
}

void DetailEditor::keyPressEvent(QKeyEvent *event)
{
    auto *button = qobject_cast<QAbstractButton *>(focusWidget());
    switch (event->key()) {
    case Qt::Key_Escape:
        if (m_input->isEnabled())
            Q_EMIT closed();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (button)
            button->click();
        else
            save();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace oriel::ui
