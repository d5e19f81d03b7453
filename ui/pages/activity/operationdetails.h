#pragma once

#include "base/clock.h"
#include "operations/operation.h"
#include "ui/navigation/route.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QScrollArea>

class QFrame;
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace oriel::ui {

class CommandBox;
class ElidedLabel;
class FocusReturn;

/// Everything about one operation: its stages with their times, what went wrong, its request-ids,
/// the equal command.
class OperationDetails : public QScrollArea
{
    Q_OBJECT

public:
    OperationDetails(Theme &theme, Clock &clock, QWidget *parent = nullptr);

    /// Nothing: none is chosen. `here`: the scope that is shown; what belongs to another one
    /// cannot be shown, and how to get there is said. `operation`: where it is one of this run,
    /// which can be answered.
    void show(const std::optional<operations::JournalEntry> &entry,
              const operations::JournalScope &here, operations::Operation *operation = nullptr);
    /// The same, as text for the clipboard.
    [[nodiscard]] QString asText() const;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);
    /// The user wants the floating IP back that this operation has moved.
    void moveBackWanted(const oriel::operations::JournalEntry &entry);

private:
    void refill();
    void fillStages();
    void fillCancel();
    void fillQuestion();
    [[nodiscard]] QStringList troubleLines() const;
    [[nodiscard]] QString stageTime(const QDateTime &started, const QDateTime &ended) const;

    Theme &m_theme;
    Clock &m_clock;
    std::optional<operations::JournalEntry> m_entry;
    QPointer<operations::Operation> m_operation;
    std::optional<operations::Question> m_asked; ///< what the buttons are for
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_outcomeIcon;
    QLabel *m_outcome;
    QFrame *m_error;
    QLabel *m_errorText;
    QFrame *m_question;
    QLabel *m_questionText;
    QHBoxLayout *m_choices;
    FocusReturn *m_focus; ///< of the question
    QVBoxLayout *m_stages;
    QLabel *m_notes;
    QLabel *m_requestIds;
    CommandBox *m_command;
    QPushButton *m_go;
    QPushButton *m_moveBack; ///< of a floating IP
    QPushButton *m_cancel;
    QLabel *m_cancelText; ///< what canceling does
    QLabel *m_elsewhere;  ///< why it cannot be shown
};

} // namespace oriel::ui
