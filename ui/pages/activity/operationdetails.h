#pragma once

#include "base/clock.h"
#include "ui/navigation/route.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QScrollArea>

class QFormLayout;
class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace oriel::operations {
class Operation;
}

namespace oriel::ui {

class CommandBox;
class ElidedLabel;

/// Everything about one operation: its stages with their times, what went wrong, its request-ids,
/// the equal command.
class OperationDetails : public QScrollArea
{
    Q_OBJECT

public:
    OperationDetails(Theme &theme, Clock &clock, QWidget *parent = nullptr);

    /// Null: none is chosen.
    void show(operations::Operation *operation);
    /// The same, as text for the clipboard.
    [[nodiscard]] QString asText() const;

Q_SIGNALS:
    void navigate(const oriel::ui::Route &route);

private:
    void refill();
    void fillStages();
    [[nodiscard]] QString stageTime(const QDateTime &started, const QDateTime &ended) const;

    Theme &m_theme;
    Clock &m_clock;
    QPointer<operations::Operation> m_operation;
    QWidget *m_content;
    QLabel *m_title;
    QLabel *m_outcomeIcon;
    QLabel *m_outcome;
    QFrame *m_error;
    QLabel *m_errorText;
    QVBoxLayout *m_stages;
    QLabel *m_notes;
    QLabel *m_requestIds;
    CommandBox *m_command;
    QPushButton *m_go;
};

} // namespace oriel::ui
