#pragma once

#include <QtWidgets/QScrollArea>

#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace oriel::ui {

/// Cards side by side, or below each other where it is narrow; scrolls.
class CardGrid final : public QScrollArea
{
    Q_OBJECT

public:
    explicit CardGrid(QWidget *parent = nullptr);

    /// Above the cards.
    void setTop(QWidget *widget);
    /// In a frame, behind the others.
    void add(QWidget *content);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange(int columns);

    QVBoxLayout *m_layout;
    QGridLayout *m_grid;
    std::vector<QWidget *> m_cards;
    int m_columns = 2;
};

} // namespace oriel::ui
