#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QMenu>

class QLineEdit;
class QWidgetAction;

namespace oriel::ui {

/// A menu of choices, which are its checkable entries. From ten on, a field above them filters
/// them; it passes Up, Down and Enter on to the entries.
class ChoiceMenu final : public QMenu
{
    Q_OBJECT

public:
    /// `placeholder`: of the field, and its accessible name.
    ChoiceMenu(QString placeholder, QWidget *parent);

protected:
    void actionEvent(QActionEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    /// Entries that arrive later are filtered as well; the highlight stays where it is.
    void filter();
    void highlightFirst();
    [[nodiscard]] QList<QAction *> choices() const;

    QString m_placeholder;
    QPointer<QWidgetAction> m_action; ///< of the field; clear() deletes it like any other
    QPointer<QLineEdit> m_field;
    bool m_posted = false;
};

} // namespace oriel::ui
