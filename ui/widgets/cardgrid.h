#pragma once

#include <QtCore/QSet>
#include <QtWidgets/QScrollArea>

#include <vector>

class QGridLayout;

namespace oriel::ui {

/// Cards side by side, or below each other in a narrow window; scrolls.
class CardGrid final : public QScrollArea
{
    Q_OBJECT

public:
    explicit CardGrid(QWidget *parent = nullptr);

    /// Appends a card with a frame.
    void add(QWidget *content);
    /// Hides a card, or shows it again; the others close the gap.
    void setShown(QWidget *content, bool shown);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange(int columns);

    QGridLayout *m_grid;
    std::vector<QWidget *> m_cards;
    QSet<QWidget *> m_hidden;
    int m_columns = 2;
};

} // namespace oriel::ui
