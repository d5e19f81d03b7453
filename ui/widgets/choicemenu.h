#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QMenu>

class QLineEdit;
class QWidgetAction;

namespace oriel::ui {

/// A menu of things to choose from, which are its checkable entries. From ten on it has a field
/// above them that filters them; Up, Down and Enter go on to the entries.
class ChoiceMenu final : public QMenu
{
    Q_OBJECT

public:
    /// `placeholder` is what the field says while it is empty, and its accessible name.
    ChoiceMenu(QString placeholder, QWidget *parent);

protected:
    void actionEvent(QActionEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void filter();
    [[nodiscard]] QList<QAction *> choices() const;

    QString m_placeholder;
    QPointer<QWidgetAction> m_action; ///< of the field; clear() deletes it as any other
    QPointer<QLineEdit> m_field;
    bool m_posted = false;
};

} // namespace oriel::ui
